package pet.analytics.rollup;

import java.time.Duration;

/**
 * How a topology trades speed for work.
 *
 * @param gather how long a source partition gathers before it tells its counts
 * @param publish how long a window gathers before it is published: 100 ms make at most ten
 *     provisional values a second
 * @param remember for how long, in event time, ids are remembered. The relay repeats events after a
 *     crash; a repeated event carries its original time, so it is looked up where the first one was
 *     remembered, and only one that is this much older than its partition's newest event is counted
 *     without being looked up
 * @param grace how long after its end, by the relays' watermark, a window is still corrected
 */
public record RollupTimes(Duration gather, Duration publish, Duration remember, Duration grace) {

  /** For so long Kafka Streams waits for records; its timers by the clock wait with it. */
  public static final Duration POLL = Duration.ofMillis(20);

  public static final RollupTimes DEFAULT =
      new RollupTimes(
          Duration.ofMillis(100),
          Duration.ofMillis(100),
          Duration.ofDays(2),
          Duration.ofMinutes(1));
}
