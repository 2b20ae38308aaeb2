package pet.analytics.rollup;

import java.time.Instant;

/**
 * One window: its grain and its start, in milliseconds since 1970.
 *
 * <p>As text, {@code minute|2026-11-22T19:05:00Z}, it is the key in the rollup's topic. The texts
 * of one grain sort by time.
 */
public record WindowKey(Grain grain, long start) {

  static final char BAR = '|';

  /** Reads the text of a key; further dimensions behind further bars are passed over. */
  static WindowKey parse(String text) {
    int bar = text.indexOf(BAR);
    int next = text.indexOf(BAR, bar + 1);
    Grain grain =
        Grain.ofKey(text.substring(0, Math.max(bar, 0)))
            .orElseThrow(() -> new IllegalArgumentException("not a window's key: " + text));
    String start = next < 0 ? text.substring(bar + 1) : text.substring(bar + 1, next);
    return new WindowKey(grain, Instant.parse(start).toEpochMilli());
  }

  public Instant windowStart() {
    return Instant.ofEpochMilli(start);
  }

  public Instant windowEnd() {
    return windowStart().plus(grain.length());
  }

  /** The window that begins where this one ends. */
  public WindowKey next() {
    return new WindowKey(grain, start + grain.length().toMillis());
  }

  /** Whether its rollup has outlived its retention at this time. */
  boolean isExpiredAt(long time) {
    return grain
        .retention()
        .map(kept -> start + grain.length().toMillis() + kept.toMillis() <= time)
        .orElse(false);
  }

  public String text() {
    return grain.key() + BAR + windowStart();
  }
}
