package pet.messaging;

import java.time.Instant;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import pet.domain.DomainEvent;

/** How a module tells the others what happened, and hears of it at once. */
public interface EventBus {

  /**
   * Writes an event to the module's outbox, in the caller's transaction: it is told if, and only
   * if, that transaction commits. The relay brings it to Kafka, in order per aggregate.
   *
   * @return the event's time, by the database's clock. What the module keeps of the same fact
   *     carries it, too: its tables and whoever counts the events then agree to the last window
   * @throws IllegalStateException outside of a transaction
   */
  Instant publish(Handle transaction, DomainEvent event);

  /**
   * Hears of events as Redis announces them: a nudge for live pages and caches. Announcements are
   * lost while Redis is away, so nothing that matters may depend on one; what matters is read from
   * Kafka. The listener runs on one thread of the bus and must be quick.
   */
  <E extends DomainEvent> Subscription subscribe(Class<E> type, Consumer<Event<E>> listener);

  /** Ends a subscription; may be called twice. */
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
