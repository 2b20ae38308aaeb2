package pet.analytics.rollup;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How long a window is. Windows are aligned to UTC. */
public enum Grain {
  MINUTE(Duration.ofMinutes(1), Duration.ofDays(7)),
  HOUR(Duration.ofHours(1), Duration.ofDays(400)),
  DAY(Duration.ofDays(1), null);

  private final Duration length;
  private final Duration retention;

  Grain(Duration length, Duration retention) {
    this.length = length;
    this.retention = retention;
  }

  /** As in keys and queries: {@code minute}, {@code hour}, {@code day}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Grain> ofKey(String key) {
    return Arrays.stream(values()).filter(grain -> grain.key().equals(key)).findFirst();
  }

  public Duration length() {
    return length;
  }

  /** How long after its end a window's rollup is kept; empty for ever. */
  public Optional<Duration> retention() {
    return Optional.ofNullable(retention);
  }

  /** The start of the window that holds an instant; both in milliseconds since 1970. */
  long startOf(long time) {
    return time - Math.floorMod(time, length.toMillis());
  }

  /** The window that holds an instant, given in milliseconds since 1970. */
  public WindowKey windowOf(long time) {
    return new WindowKey(this, startOf(time), null);
  }
}
