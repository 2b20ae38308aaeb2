package pet.dev;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** How long to wait before a process that ended is started again: twice as long each time. */
final class RestartBackoff {

  private static final Duration FIRST = Duration.ofMillis(500);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  /** Whoever was ready for so long is forgiven. */
  private static final Duration GOOD = Duration.ofSeconds(30);

  private final InstantSource clock;
  private Duration next = FIRST;
  private Instant readySince = Instant.MAX;

  RestartBackoff() {
    this(InstantSource.system());
  }

  RestartBackoff(InstantSource clock) {
    this.clock = clock;
  }

  /** The process is ready. */
  synchronized void reset() {
    readySince = clock.instant();
  }

  /** The process ended. */
  synchronized Duration next() {
    if (!readySince.equals(Instant.MAX) && readySince.plus(GOOD).isBefore(clock.instant())) {
      next = FIRST;
    }
    readySince = Instant.MAX;
    Duration pause = next;
    next = next.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : next.multipliedBy(2);
    return pause;
  }
}
