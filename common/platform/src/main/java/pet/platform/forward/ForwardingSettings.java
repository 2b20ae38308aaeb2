package pet.platform.forward;

import io.dropwizard.util.Duration;
import java.util.Optional;

/**
 * Requests for modules that run elsewhere, and who may say on whose behalf a request comes.
 *
 * @param connectTimeout how long to wait for a connection, a new or a free one; 1 s unless told
 * @param idleTimeout how long a target may be silent, before its answer and within it; 25 s unless
 *     told. A stream of events stays open as long as its heartbeats come sooner
 * @param maxConnections at most, per target, and as many again for streams of events; 256 unless
 *     told
 * @param maxQueued requests that wait for a connection, at most, per target; 128 unless told
 * @param trustedProxies addresses and networks (such as {@code 10.0.0.0/8}), separated by commas,
 *     whose {@code X-Forwarded-…} headers are believed; this machine and private networks unless
 *     told
 */
public record ForwardingSettings(
    Duration connectTimeout,
    Duration idleTimeout,
    Integer maxConnections,
    Integer maxQueued,
    String trustedProxies) {

  private static final String OWN_NETWORKS =
      "127.0.0.0/8,::1,10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,169.254.0.0/16,fc00::/7,fe80::/10";

  public static final ForwardingSettings DEFAULT =
      new ForwardingSettings(null, null, null, null, null);

  public ForwardingSettings {
    connectTimeout = Optional.ofNullable(connectTimeout).orElse(Duration.seconds(1));
    idleTimeout = Optional.ofNullable(idleTimeout).orElse(Duration.seconds(25));
    maxConnections = Optional.ofNullable(maxConnections).orElse(256);
    maxQueued = Optional.ofNullable(maxQueued).orElse(128);
    trustedProxies =
        Optional.ofNullable(trustedProxies)
            .filter(networks -> !networks.isBlank())
            .orElse(OWN_NETWORKS);
    positive("connectTimeout", connectTimeout.toMilliseconds());
    positive("idleTimeout", idleTimeout.toMilliseconds());
    positive("maxConnections", maxConnections);
    positive("maxQueued", maxQueued);
  }

  private static void positive(String setting, long value) {
    if (value <= 0) {
      throw new IllegalArgumentException(setting + " must be more than zero, not " + value);
    }
  }
}
