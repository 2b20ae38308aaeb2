package pet.messaging;

import com.codahale.metrics.MetricRegistry;
import io.cloudevents.CloudEvent;
import java.util.function.Consumer;
import pet.domain.DomainEvent;

/**
 * Events over Redis pub/sub: a nudge that may get lost, for live pages and caches. One for a
 * process. Redis may be away at any time, also at the start; nobody waits for it.
 */
public final class LiveEvents implements AutoCloseable {

  private final LiveListener listener;
  private final LiveAnnouncer announcer;

  public LiveEvents(RedisSettings settings, MetricRegistry metrics) {
    this.listener = new LiveListener(settings);
    this.announcer = new LiveAnnouncer(settings, listener, metrics);
  }

  public void start() {
    announcer.start();
    listener.start();
  }

  /** Announces an event that Kafka has; never blocks, and drops it where Redis can't keep up. */
  public void announce(CloudEvent event) {
    announcer.announce(event);
  }

  /** See {@link EventBus#subscribe}. */
  public <E extends DomainEvent> EventBus.Subscription subscribe(
      Class<E> type, Consumer<Event<E>> listener) {
    return this.listener.subscribe(type, listener);
  }

  /** Whether announcements go out, and come in if somebody listens. */
  public boolean connected() {
    return announcer.connected() && listener.connected();
  }

  @Override
  public void close() {
    announcer.close();
    listener.close();
  }
}
