package pet.messaging;

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import pet.domain.DomainEvent;

/** Publishes a module's events, and subscribes to announcements of events. */
public interface EventBus {

  /**
   * Writes an event to the module's outbox, in the caller's transaction: it is published if, and
   * only if, that transaction commits. The relay sends it to Kafka, in order per aggregate.
   *
   * @return the event's time, by the database's clock. Rows about the same fact get this time, too,
   *     so that tables and counts of events agree on every window
   * @throws IllegalStateException outside of a transaction
   */
  default Instant publish(Handle transaction, DomainEvent event) {
    return publish(transaction, List.of(event)).get(0);
  }

  /**
   * Writes several events, in their order, at the cost of one.
   *
   * @return the events' times, in the same order
   * @throws IllegalStateException outside of a transaction
   */
  List<Instant> publish(Handle transaction, List<? extends DomainEvent> events);

  /**
   * Subscribes to announcements of events on Redis, for live pages and caches. Announcements are
   * lost while Redis is away, so nothing important may depend on one; read such events from Kafka.
   * The listener runs on one thread of the bus and must be quick.
   */
  <E extends DomainEvent> Subscription subscribe(Class<E> type, Consumer<Event<E>> listener);

  /** Ends a subscription; may be called twice. */
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
