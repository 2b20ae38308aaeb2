package pet.platform.remote;

import io.dropwizard.util.DataSize;
import io.dropwizard.util.Duration;
import java.util.Optional;
import pet.platform.Secret;
import pet.platform.SecretStrength;

/**
 * Calls between processes.
 *
 * @param secret proves to a process that a call on {@code /internal} comes from another of ours;
 *     several are separated by commas, newest first: the first signs, all are believed
 * @param connectTimeout how long to wait for a connection; 1 s unless told
 * @param timeout how long a call may take, with everything: connecting, repeats, reading the
 *     answer; 5 s unless told
 * @param attemptTimeout how long one attempt may take where there may be another; 2 s unless told.
 *     A call that may not repeat has all of {@code timeout}
 * @param attempts how often a call that may repeat is sent at most; 3 unless told
 * @param concurrency calls in hand to one module of one process at most; 64 unless told
 * @param maxAnswer the largest answer that is read; 8 MiB unless told
 * @param breaker when a process is left alone
 */
public record RemoteSettings(
    Secret secret,
    Duration connectTimeout,
    Duration timeout,
    Duration attemptTimeout,
    Integer attempts,
    Integer concurrency,
    DataSize maxAnswer,
    BreakerSettings breaker) {

  /** What development uses; production refuses it. */
  public static final String DEVELOPMENT_SECRET = "dev-internal-secret";

  public static final RemoteSettings DEFAULT =
      new RemoteSettings(null, null, null, null, null, null, null, null);

  private static final long MOST = Integer.MAX_VALUE / 8;

  public RemoteSettings {
    secret = Optional.ofNullable(secret).orElse(new Secret(DEVELOPMENT_SECRET));
    connectTimeout = Optional.ofNullable(connectTimeout).orElse(Duration.seconds(1));
    timeout = Optional.ofNullable(timeout).orElse(Duration.seconds(5));
    attemptTimeout = Optional.ofNullable(attemptTimeout).orElse(Duration.seconds(2));
    attempts = Optional.ofNullable(attempts).orElse(3);
    concurrency = Optional.ofNullable(concurrency).orElse(64);
    maxAnswer = Optional.ofNullable(maxAnswer).orElse(DataSize.mebibytes(8));
    breaker = Optional.ofNullable(breaker).orElse(BreakerSettings.DEFAULT);
    sensible("connectTimeout", connectTimeout.toMilliseconds());
    sensible("timeout", timeout.toMilliseconds());
    sensible("attemptTimeout", attemptTimeout.toMilliseconds());
    sensible("attempts", attempts);
    sensible("concurrency", concurrency);
    sensible("maxAnswer", maxAnswer.toBytes());
  }

  /** Whether one of the secrets is development's. */
  public boolean believesDevelopment() {
    return ServiceIdentity.secrets(secret).contains(DEVELOPMENT_SECRET);
  }

  /** What is wrong with one of the secrets, if they are to keep strangers out. */
  public Optional<String> flaw() {
    return SecretStrength.flawOf(ServiceIdentity.secrets(secret));
  }

  private static void sensible(String name, long value) {
    if (value <= 0 || value > MOST) {
      throw new IllegalArgumentException(
          "setting remote." + name + " must be more than 0, and not that large");
    }
  }
}
