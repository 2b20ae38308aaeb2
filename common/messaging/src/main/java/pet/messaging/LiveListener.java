package pet.messaging;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pet.domain.DomainEvent;
import redis.clients.jedis.Connection;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Receives announcements on one thread and one connection, from the first subscription on. It
 * listens to all channels and ignores those without a listener, so that a new subscription needs no
 * request to Redis.
 */
final class LiveListener {

  private static final Logger LOG = LoggerFactory.getLogger(LiveListener.class);

  private static final String EVERYTHING = Topics.channel("*");

  /** Three missed beats: the connection is dead without having said so. */
  private static final int SILENCE_MILLIS = 15_000;

  private static final long CLOSE_MILLIS = 3_000;
  private static final long FAULT_PAUSE_MILLIS = 1_000;

  private final RedisSettings settings;
  private final Map<String, Channel<?>> channels = new ConcurrentHashMap<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Outage outage =
      new Outage(LOG, "The subscription to Redis", "live events are missed");
  private final Thread thread = new Thread(this::run, "live-listener");
  private volatile Hearing hearing;
  private boolean started;
  private boolean wanted;

  LiveListener(RedisSettings settings) {
    this.settings = settings;
    thread.setDaemon(true);
  }

  synchronized void start() {
    started = true;
    runIfWanted();
  }

  <E extends DomainEvent> EventBus.Subscription subscribe(
      Class<E> type, Consumer<Event<E>> listener) {
    Channel<E> channel = channel(type);
    Listener<E> own = new Listener<>(listener);
    channel.listeners.add(own);
    synchronized (this) {
      wanted = true;
      runIfWanted();
    }
    return () -> channel.listeners.remove(own);
  }

  synchronized boolean connected() {
    return !wanted || hearing != null;
  }

  /**
   * Makes Redis say something, or the silence ends the connection. It is asked for what we have:
   * Jedis (8.0) gives up a subscription whose answer to a ping is read before the ping has
   * returned.
   */
  void beat() {
    Hearing current = hearing;
    if (current != null) {
      try {
        current.psubscribe(EVERYTHING);
      } catch (JedisException e) {
        LOG.debug("No beat", e);
      }
    }
  }

  void close() {
    closing.countDown();
    Hearing current = hearing;
    if (current != null) {
      current.disconnect();
    }
    try {
      thread.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @SuppressWarnings("unchecked")
  private <E extends DomainEvent> Channel<E> channel(Class<E> type) {
    // Only ever put under the name of its own type.
    return (Channel<E>)
        channels.computeIfAbsent(
            Topics.channel(EventTypes.nameOf(type)), name -> new Channel<>(type));
  }

  private void runIfWanted() {
    if (started && wanted && thread.getState() == Thread.State.NEW && closing.getCount() > 0) {
      thread.start();
    }
  }

  private void run() {
    try {
      while (closing.getCount() > 0) {
        long pause = 0;
        try (Connection connection =
            new Connection(
                settings.address(),
                settings.config().blockingSocketTimeoutMillis(SILENCE_MILLIS).build())) {
          new Hearing(connection).proceedWithPatterns(connection, EVERYTHING);
        } catch (JedisException e) {
          pause = closing.getCount() > 0 ? outage.failed(e) : 0;
        } catch (RuntimeException e) {
          LOG.error("The subscription to Redis failed and is tried again", e);
          pause = FAULT_PAUSE_MILLIS;
        }
        hearing = null;
        closing.await(pause, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      LOG.debug("{} was interrupted", thread.getName());
    }
  }

  /** One connection's life. */
  private final class Hearing extends JedisPubSub {

    private final Connection connection;

    Hearing(Connection connection) {
      this.connection = connection;
    }

    @Override
    public void onPSubscribe(String pattern, int count) {
      hearing = this;
      outage.over();
      if (closing.getCount() == 0) {
        disconnect();
      }
    }

    @Override
    public void onPMessage(String pattern, String name, String message) {
      Channel<?> channel = channels.get(name);
      if (channel != null) {
        channel.deliver(message);
      }
    }

    void disconnect() {
      try {
        connection.forceDisconnect();
      } catch (IOException e) {
        LOG.debug("The connection was closed with an error", e);
      }
    }
  }

  /** The listeners of one type of event. */
  private static final class Channel<E extends DomainEvent> {

    private final Class<E> type;
    private final List<Listener<E>> listeners = new CopyOnWriteArrayList<>();

    Channel(Class<E> type) {
      this.type = type;
    }

    void deliver(String message) {
      if (listeners.isEmpty()) {
        return;
      }
      Event<E> event;
      try {
        event = EventCodec.fromJson(message, type);
      } catch (UnreadableEventException e) {
        LOG.warn("Passed over an announcement: {}", e.getMessage());
        return;
      }
      for (Listener<E> listener : listeners) {
        try {
          listener.consumer.accept(event);
        } catch (RuntimeException e) {
          LOG.error("A listener of {} failed on event {}", event.type(), event.id(), e);
        }
      }
    }
  }

  /** One subscription; the same consumer can subscribe twice and leave once. */
  private static final class Listener<E extends DomainEvent> {

    private final Consumer<Event<E>> consumer;

    Listener(Consumer<Event<E>> consumer) {
      this.consumer = consumer;
    }
  }
}
