package pet.webhook;

import java.time.Duration;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * Whether deliveries crowd in: whether more than so many were in hand on average of the last
 * moments. Many at one moment are chance: at a rate that leaves half of the processor idle, they
 * come by themselves several times a second.
 */
final class Crowd {

  private static final double MEMORY_NANOS = Duration.ofMillis(200).toNanos();

  private final LongSupplier nanos;
  private final IntSupplier inHand;
  private final int most;
  private double average;
  private long lookedAt;

  /**
   * @param inHand how many deliveries this process is taking in at this moment
   * @param most how many are no crowd
   */
  Crowd(IntSupplier inHand, int most) {
    this(System::nanoTime, inHand, most);
  }

  Crowd(LongSupplier nanos, IntSupplier inHand, int most) {
    this.nanos = nanos;
    this.inHand = inHand;
    this.most = most;
    this.lookedAt = nanos.getAsLong();
  }

  /** An exponential moving average over time, however often it is asked. */
  synchronized boolean isThere() {
    long now = nanos.getAsLong();
    double weight = 1 - Math.exp((lookedAt - now) / MEMORY_NANOS);
    average += weight * (inHand.getAsInt() - average);
    lookedAt = now;
    return average > most;
  }
}
