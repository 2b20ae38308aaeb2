package pet.builder.cache;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Leaves something alone for a while after it failed; then one caller may try, and the others go on
 * without until that one has seen it work.
 */
final class Pause {

  private static final long WORKS = 0;

  private final long nanos;
  private final LongSupplier clock;

  /** When to try again, in the clock's time; or {@link #WORKS}. */
  private final AtomicLong until = new AtomicLong(WORKS);

  Pause(Duration length, LongSupplier nanoClock) {
    this.nanos = length.toNanos();
    this.clock = nanoClock;
  }

  boolean mayTry() {
    long end = until.get();
    return end == WORKS || (clock.getAsLong() - end >= 0 && until.compareAndSet(end, nextTry()));
  }

  /** Whether this is news. */
  boolean worked() {
    return until.get() != WORKS && until.getAndSet(WORKS) != WORKS;
  }

  /** Whether this is news. */
  boolean failed() {
    return until.getAndSet(nextTry()) == WORKS;
  }

  private long nextTry() {
    long end = clock.getAsLong() + nanos;
    return end == WORKS ? 1 : end;
  }
}
