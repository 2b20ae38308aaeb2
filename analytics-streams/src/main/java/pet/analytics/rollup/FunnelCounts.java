package pet.analytics.rollup;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/** How far the designs of one day have come. */
final class FunnelCounts implements Counts<FunnelCounts> {

  private static final int DIGITS = 4;

  private final Map<Step, Long> reached = new EnumMap<>(Step.class);

  /** A step of a design's life; each is reached once. */
  enum Step {
    CREATED(1),
    SHARED(2),
    ORDERED(4),
    DELIVERED(8);

    /** Its bit in what is stored. */
    final int bit;

    Step(int bit) {
      this.bit = bit;
    }
  }

  void reached(Step step) {
    reached.merge(step, 1L, Long::sum);
  }

  @Override
  public long size() {
    return reached.values().stream().mapToLong(Long::longValue).sum();
  }

  @Override
  public void merge(FunnelCounts other) {
    other.reached.forEach((step, number) -> reached.merge(step, number, Long::sum));
  }

  @Override
  public void write(DataOutput out) throws IOException {
    for (Step step : Step.values()) {
      out.writeLong(number(step));
    }
  }

  static FunnelCounts read(DataInput in) throws IOException {
    FunnelCounts counts = new FunnelCounts();
    for (Step step : Step.values()) {
      counts.reached.put(step, in.readLong());
    }
    return counts;
  }

  private long number(Step step) {
    return reached.getOrDefault(step, 0L);
  }

  /** Of the designs that were created; null without any. */
  private BigDecimal rate(Step step) {
    long created = number(Step.CREATED);
    return created == 0
        ? null
        : BigDecimal.valueOf(number(step))
            .divide(BigDecimal.valueOf(created), DIGITS, RoundingMode.HALF_UP);
  }

  @Override
  public Value value(WindowKey window, boolean isFinal) {
    return new Value(
        window.windowStart(),
        window.windowEnd(),
        isFinal,
        number(Step.CREATED),
        number(Step.SHARED),
        number(Step.ORDERED),
        number(Step.DELIVERED),
        rate(Step.SHARED),
        rate(Step.ORDERED),
        rate(Step.DELIVERED));
  }

  /**
   * A value in {@code pet.analytics.funnel}: of the designs that were created in the window, how
   * many have come how far by now.
   *
   * @param isFinal whether the designs are followed no more
   * @param created designs saved for the first time in the window
   * @param shared those of them that were shared at least once
   * @param ordered those of them that are in an order
   * @param delivered those of them of which an order was delivered
   * @param sharedRate their part of {@code created}, to four digits, rounded half-up; null without
   *     any
   * @param orderedRate likewise, or null
   * @param deliveredRate likewise, or null
   */
  record Value(
      Instant windowStart,
      Instant windowEnd,
      @JsonProperty("final") boolean isFinal,
      long created,
      long shared,
      long ordered,
      long delivered,
      BigDecimal sharedRate,
      BigDecimal orderedRate,
      BigDecimal deliveredRate) {}
}
