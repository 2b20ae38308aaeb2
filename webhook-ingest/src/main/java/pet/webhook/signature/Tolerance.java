package pet.webhook.signature;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** How old, or how far ahead, a signed time may be. */
public record Tolerance(Duration most, InstantSource clock) {

  /** Seconds since 1970 as they are written in a header; empty if they are not. */
  public static Optional<Instant> time(String seconds) {
    if (seconds == null || !seconds.matches("\\d{1,11}")) {
      return Optional.empty();
    }
    return Optional.of(Instant.ofEpochSecond(Long.parseLong(seconds)));
  }

  public boolean holds(Instant time) {
    return Duration.between(time, clock.instant()).abs().compareTo(most) <= 0;
  }
}
