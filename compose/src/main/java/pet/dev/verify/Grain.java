package pet.dev.verify;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * How long a window is, and how long after its end its rollup is kept, as docs/analytics.md says.
 * The check shares no code with what it checks.
 */
enum Grain {
  MINUTE(Duration.ofMinutes(1), Duration.ofDays(7)),
  HOUR(Duration.ofHours(1), Duration.ofDays(400)),
  DAY(Duration.ofDays(1), null);

  private final long seconds;
  private final Long keptSeconds;

  Grain(Duration length, Duration kept) {
    this.seconds = length.toSeconds();
    this.keptSeconds = kept == null ? null : Long.valueOf(kept.toSeconds());
  }

  static Optional<Grain> ofKey(String key) {
    return Arrays.stream(values()).filter(grain -> grain.key().equals(key)).findFirst();
  }

  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  long seconds() {
    return seconds;
  }

  /** The start of the window that holds a time; both in seconds since 1970. */
  long startOf(long time) {
    return Math.floorDiv(time, seconds) * seconds;
  }

  boolean isKept(long start, long now) {
    return keptSeconds == null || start + seconds + keptSeconds > now;
  }
}
