package pet.analytics.rollup;

import java.time.Instant;

/**
 * A value in {@code pet.analytics.watermarks}, whose key is the rollup's name and the partition
 * behind a bar. When every partition of a rollup has told, the windows that end no later than the
 * slowest's {@code finalUntil} are final, also those in which nothing happened and which have no
 * value.
 *
 * @param partitions how many there are to tell
 * @param watermark up to when everything has been counted and published
 * @param finalUntil a grace before it
 */
public record RollupProgress(
    String rollup, int partition, int partitions, Instant watermark, Instant finalUntil) {

  String key() {
    return rollup + WindowKey.BAR + partition;
  }
}
