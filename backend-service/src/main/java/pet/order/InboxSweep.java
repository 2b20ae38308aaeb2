package pet.order;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jdbi.v3.core.Jdbi;
import pet.messaging.Inbox;

/**
 * Removes inbox entries that are not needed any more: the webhook log can send a delivery again for
 * a shorter time than they are kept. Replicas share the work.
 */
final class InboxSweep {

  static final Duration PAUSE = Duration.ofMinutes(10);

  private static final int AT_ONCE = 1_000;

  private final Jdbi jdbi;
  private final Duration keeps;
  private final Clock clock;

  InboxSweep(Jdbi jdbi, Duration keeps, Clock clock) {
    this.jdbi = jdbi;
    this.keeps = keeps;
    this.clock = clock;
  }

  void run() {
    Instant before = clock.instant().minus(keeps);
    int forgotten;
    do {
      forgotten =
          jdbi.inTransaction(
              handle -> Inbox.forget(handle, OrderReports.CONSUMER, before, AT_ONCE));
    } while (forgotten == AT_ONCE);
  }
}
