package pet.analytics.rollup;

import java.time.Duration;
import java.time.Instant;

/**
 * One window: its grain and its start, in milliseconds since 1970, and for some rollups what it is
 * about, such as a stage.
 *
 * <p>As text, {@code minute|2026-11-22T19:05:00Z} or {@code day|2026-11-22T00:00:00Z|SHIPPED}, it
 * is the key in the rollup's topic. The texts of one grain sort by time.
 *
 * @param dimension null for rollups without one
 */
public record WindowKey(Grain grain, long start, String dimension) {

  static final char BAR = '|';

  /** Sorts behind everything of one window, and before the next one. */
  static final String END = "}";

  /** Reads the text of a key. */
  public static WindowKey parse(String text) {
    int bar = text.indexOf(BAR);
    int next = text.indexOf(BAR, bar + 1);
    Grain grain =
        Grain.ofKey(text.substring(0, Math.max(bar, 0)))
            .orElseThrow(() -> new IllegalArgumentException("not a window's key: " + text));
    String start = next < 0 ? text.substring(bar + 1) : text.substring(bar + 1, next);
    return new WindowKey(
        grain, Instant.parse(start).toEpochMilli(), next < 0 ? null : text.substring(next + 1));
  }

  public Instant windowStart() {
    return Instant.ofEpochMilli(start);
  }

  public Instant windowEnd() {
    return windowStart().plus(grain.length());
  }

  /** The window that begins where this one ends. */
  public WindowKey next() {
    return new WindowKey(grain, start + grain.length().toMillis(), dimension);
  }

  /** The same window, of one dimension. */
  public WindowKey of(String newDimension) {
    return new WindowKey(grain, start, newDimension);
  }

  /** Whether its end has passed by this watermark, and its grace with it. */
  public boolean isClosedAt(long watermark, Duration grace) {
    return start + grain.length().toMillis() + grace.toMillis() <= watermark;
  }

  /** Whether its rollup has outlived its retention at this time. */
  public boolean isExpiredAt(long time) {
    return grain
        .retention()
        .map(kept -> start + grain.length().toMillis() + kept.toMillis() <= time)
        .orElse(false);
  }

  public String text() {
    String window = grain.key() + BAR + windowStart();
    return dimension == null ? window : window + BAR + dimension;
  }
}
