package pet.messaging;

import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import pet.domain.DomainEvent;

/** A module's event bus: publishes by the outbox of its schema, hears by Redis. */
public final class OutboxEventBus implements EventBus {

  private final Runnable wake;
  private final LiveEvents live;

  /**
   * @param wake called after each commit that published something, such as {@code relay::wake};
   *     must be quick
   */
  public OutboxEventBus(Runnable wake, LiveEvents live) {
    this.wake = wake;
    this.live = live;
  }

  @Override
  public void publish(Handle transaction, List<? extends DomainEvent> events) {
    if (!transaction.isInTransaction()) {
      throw new IllegalStateException(
          "an event is published in the transaction that makes it true");
    }
    if (events.isEmpty()) {
      return;
    }
    Outbox.insert(transaction, events.stream().map(OutboxEventBus::row).toList());
    transaction.afterCommit(wake);
  }

  private static Outbox.NewRow row(DomainEvent event) {
    return new Outbox.NewRow(
        UUID.randomUUID(),
        Objects.requireNonNull(event.subject(), "an event has a subject"),
        EventTypes.nameOf(event.getClass()),
        EventCodec.json(event));
  }

  @Override
  public <E extends DomainEvent> Subscription subscribe(
      Class<E> type, Consumer<Event<E>> listener) {
    return live.subscribe(type, listener);
  }
}
