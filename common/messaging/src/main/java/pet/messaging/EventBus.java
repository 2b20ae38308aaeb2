package pet.messaging;

import java.util.List;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import pet.domain.DomainEvent;

/** How a module tells the others what happened, and hears of it at once. */
public interface EventBus {

  /**
   * Writes an event to the module's outbox, in the caller's transaction: it is told if, and only
   * if, that transaction commits. The relay brings it to Kafka, in order per aggregate.
   *
   * @throws IllegalStateException outside of a transaction
   */
  default void publish(Handle transaction, DomainEvent event) {
    publish(transaction, List.of(event));
  }

  /**
   * The same for several at once, in their order, for what one costs.
   *
   * @throws IllegalStateException outside of a transaction
   */
  void publish(Handle transaction, List<? extends DomainEvent> events);

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
