package pet.builder.cache;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A circuit breaker that opens at the first failure, for an optional dependency such as a cache:
 * for a while nobody asks it, then one caller may try, and the others go on without it until that
 * one has seen it work.
 */
public final class CircuitBreaker {

  private static final long WORKS = 0;

  private final long nanos;
  private final LongSupplier clock;

  /** When to try again, in the clock's time; or {@link #WORKS}. */
  private final AtomicLong until = new AtomicLong(WORKS);

  /**
   * @param open for how long it stays open after a failure
   */
  public CircuitBreaker(Duration open) {
    this(open, System::nanoTime);
  }

  CircuitBreaker(Duration open, LongSupplier nanoClock) {
    this.nanos = open.toNanos();
    this.clock = nanoClock;
  }

  /** Whether this caller may ask. Who may says afterwards how it went. */
  public boolean mayTry() {
    long end = until.get();
    return end == WORKS || (clock.getAsLong() - end >= 0 && until.compareAndSet(end, nextTry()));
  }

  /**
   * The dependency answered.
   *
   * @return whether it had failed before
   */
  public boolean worked() {
    return until.get() != WORKS && until.getAndSet(WORKS) != WORKS;
  }

  /**
   * The dependency failed.
   *
   * @return whether it had worked before
   */
  public boolean failed() {
    return until.getAndSet(nextTry()) == WORKS;
  }

  private long nextTry() {
    long end = clock.getAsLong() + nanos;
    return end == WORKS ? 1 : end;
  }
}
