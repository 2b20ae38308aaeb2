package pet.analytics;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.InterruptException;

/** Waits for what others do. */
final class Await {

  private static final long TURN_MILLIS = 200;

  private Await() {}

  /**
   * Looks again and again.
   *
   * @param otherwise what to throw if it has not become true by then
   */
  static void until(
      Duration atMost, BooleanSupplier condition, Supplier<? extends RuntimeException> otherwise) {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw otherwise.get();
      }
      pause();
    }
  }

  static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(TURN_MILLIS);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }
}
