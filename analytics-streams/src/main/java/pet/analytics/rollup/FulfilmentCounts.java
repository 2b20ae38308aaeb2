package pet.analytics.rollup;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;

/** How long one stage took for the orders that left it on one day. */
final class FulfilmentCounts implements Counts<FulfilmentCounts> {

  private Durations took = new Durations();

  void left(long millis) {
    took.add(millis);
  }

  @Override
  public long size() {
    return took.count();
  }

  @Override
  public void merge(FulfilmentCounts other) {
    took.merge(other.took);
  }

  @Override
  public void write(DataOutput out) throws IOException {
    took.write(out);
  }

  static FulfilmentCounts read(DataInput in) throws IOException {
    FulfilmentCounts counts = new FulfilmentCounts();
    counts.took = Durations.read(in);
    return counts;
  }

  @Override
  public Value value(WindowKey window, boolean isFinal) {
    return new Value(
        window.windowStart(),
        window.windowEnd(),
        isFinal,
        window.dimension(),
        took.count(),
        took.mean(),
        took.percentile(0.5),
        took.percentile(0.95),
        took.percentile(0.99));
  }

  /**
   * A value in {@code pet.analytics.fulfilment}. Times are milliseconds from entering the stage to
   * leaving it; null if nothing left it.
   *
   * @param isFinal whether the window has closed: its value changes no more
   * @param stage the status that the orders left, such as {@code IN_PRODUCTION}
   * @param count how many times an order left it in the window
   * @param mean rounded down; null if nothing left it
   * @param p50 by a sketch: half of them took no longer; null if nothing left it
   * @param p95 likewise 95 of 100, or null
   * @param p99 likewise 99 of 100, or null
   */
  record Value(
      Instant windowStart,
      Instant windowEnd,
      @JsonProperty("final") boolean isFinal,
      String stage,
      long count,
      Long mean,
      Long p50,
      Long p95,
      Long p99) {}
}
