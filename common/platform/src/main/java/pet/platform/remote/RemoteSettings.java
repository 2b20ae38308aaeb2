package pet.platform.remote;

import io.dropwizard.util.Duration;
import java.util.Optional;
import pet.platform.Secret;

/**
 * Calls between processes.
 *
 * @param secret proves to a process that a call on {@code /internal} comes from another of ours
 * @param connectTimeout how long to wait for a connection; 1 s unless told
 * @param timeout how long to wait for an answer; 5 s unless told
 */
public record RemoteSettings(Secret secret, Duration connectTimeout, Duration timeout) {

  /** What development uses; production refuses it. */
  public static final String DEVELOPMENT_SECRET = "dev-internal-secret";

  public RemoteSettings {
    secret = Optional.ofNullable(secret).orElse(new Secret(DEVELOPMENT_SECRET));
    connectTimeout = Optional.ofNullable(connectTimeout).orElse(Duration.seconds(1));
    timeout = Optional.ofNullable(timeout).orElse(Duration.seconds(5));
  }
}
