package pet.webhook;

import java.time.Duration;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * Tells whether ingest is busy: whether the number of deliveries that are being taken in is above a
 * limit, on average of the last moments. A single moment says little: even at a rate that leaves
 * half of the processor idle, many arrive at the same time several times a second.
 */
final class LoadMonitor {

  private static final double TIME_CONSTANT_NANOS = Duration.ofMillis(200).toNanos();

  private final LongSupplier nanos;
  private final IntSupplier inHand;
  private final int limit;
  private double average;
  private long lookedAt;

  /**
   * @param inHand how many deliveries this process is taking in at this moment
   * @param limit up to this average ingest is not busy
   */
  LoadMonitor(IntSupplier inHand, int limit) {
    this(System::nanoTime, inHand, limit);
  }

  LoadMonitor(LongSupplier nanos, IntSupplier inHand, int limit) {
    this.nanos = nanos;
    this.inHand = inHand;
    this.limit = limit;
    this.lookedAt = nanos.getAsLong();
  }

  /** An exponential moving average over time, however often it is asked. */
  synchronized boolean isBusy() {
    long now = nanos.getAsLong();
    double weight = 1 - Math.exp((lookedAt - now) / TIME_CONSTANT_NANOS);
    average += weight * (inHand.getAsInt() - average);
    lookedAt = now;
    return average > limit;
  }
}
