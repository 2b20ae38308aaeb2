package pet.testing;

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import pet.domain.DomainEvent;
import pet.messaging.Event;
import pet.messaging.EventBus;

/** An event bus that fails when it publishes: what else its transaction wrote must be undone. */
public final class FailingEventBus implements EventBus {

  @Override
  public List<Instant> publish(Handle transaction, List<? extends DomainEvent> events) {
    throw new IllegalStateException("no room in the outbox");
  }

  @Override
  public <E extends DomainEvent> Subscription subscribe(
      Class<E> type, Consumer<Event<E>> listener) {
    throw new IllegalStateException();
  }
}
