package pet.analytics;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import com.fasterxml.jackson.databind.util.RawValue;
import io.dropwizard.lifecycle.Managed;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pet.analytics.PendingChanges.Change;
import pet.analytics.PendingChanges.Next;
import pet.analytics.Positions.Place;
import pet.analytics.rollup.RollupTopology;
import pet.domain.DomainException;
import pet.domain.ProblemCode;

/**
 * Streams of changed rollups. Each listener has a thread that writes to it, and never more to be
 * written than there are keys: one who reads slowly holds up nobody. A stream ends after a while,
 * and its client comes back with what it has seen, to whichever replica.
 */
final class RollupStreams implements Managed {

  private static final Logger LOG = LoggerFactory.getLogger(RollupStreams.class);
  // More often than any proxy on the way gives up, ours after 25 s.
  private static final Duration BEAT = Duration.ofSeconds(5);
  private static final Duration CATCH_UP = Duration.ofSeconds(2);
  private static final Duration LOOK = Duration.ofMillis(20);

  private final ChangeFeed feed = new ChangeFeed();
  private final Map<String, Map<String, Change>> latest;
  private final Map<String, String> rollupOfTopic;
  private final int most;
  private final Duration lasts;
  private final Set<SseEventSink> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger listening = new AtomicInteger();
  private final CountDownLatch stopping = new CountDownLatch(1);

  /**
   * @param most how many at once in this process
   * @param lasts when one ends
   */
  RollupStreams(Rollups rollups, int most, Duration lasts, MetricRegistry metrics) {
    rollupOfTopic =
        rollups.all().stream()
            .collect(Collectors.toMap(RollupTopology::sink, RollupTopology::name));
    latest =
        rollups.all().stream()
            .collect(Collectors.toMap(RollupTopology::name, rollup -> new ConcurrentHashMap<>()));
    this.most = most;
    this.lasts = lasts;
    metrics.register("pet.analytics.streams", (Gauge<Integer>) listening::get);
  }

  /**
   * A change as a client reads it.
   *
   * @param rollup such as {@code designs}
   * @param grain {@code minute}, {@code hour} or {@code day}
   * @param value the window's value, as it is in the rollup's topic
   */
  record Changed(String rollup, String grain, RawValue value) {}

  /**
   * What the reader of the topics has read; removals by age are no news.
   *
   * @param value the record's, which is kept once for both
   */
  void read(ConsumerRecord<String, byte[]> record, RawValue value) {
    String rollup = rollupOfTopic.get(record.topic());
    if (rollup == null) {
      return;
    }
    if (value == null) {
      latest.get(rollup).remove(record.key());
      return;
    }
    Change change =
        new Change(new Place(rollup, record.partition()), record.offset(), record.key(), value);
    latest.get(rollup).put(record.key(), change);
    feed.publish(change);
  }

  /**
   * The topics are read from their beginnings.
   *
   * @param ends of all of their partitions
   */
  void readAnew(Map<TopicPartition, Long> ends) {
    ends.forEach(
        (partition, end) -> {
          String rollup = rollupOfTopic.get(partition.topic());
          if (rollup != null && feed.forgetFrom(new Place(rollup, partition.partition()), end)) {
            latest
                .get(rollup)
                .values()
                .removeIf(change -> change.place().partition() == partition.partition());
          }
        });
  }

  /**
   * Sends what has changed since a position, or what changes from now on, until it ends.
   *
   * @param seen null for one who comes for the first time
   * @throws DomainException {@code TOO_MANY_REQUESTS} where too many listen
   */
  void open(Positions seen, Predicate<Change> wanted, Sse sse, SseEventSink sink) {
    admit();
    if (listening.incrementAndGet() > most) {
      listening.decrementAndGet();
      throw tooMany();
    }
    Thread writer = new Thread(() -> write(seen, wanted, sse, sink), "rollup-stream");
    writer.setDaemon(true);
    writer.start();
  }

  /**
   * Refuses who would be one too many.
   *
   * @throws DomainException {@code TOO_MANY_REQUESTS} where too many listen
   */
  void admit() {
    if (stopping.getCount() == 0) {
      throw new DomainException(ProblemCode.UNAVAILABLE, "This process stops. Try again.");
    }
    if (listening.get() >= most) {
      throw tooMany();
    }
  }

  private static DomainException tooMany() {
    return new DomainException(ProblemCode.TOO_MANY_REQUESTS, "Too many listen. Try again later.");
  }

  private void write(Positions seen, Predicate<Change> wanted, Sse sse, SseEventSink sink) {
    PendingChanges pending = null;
    open.add(sink);
    try (sink) {
      if (seen != null) {
        catchUp(seen);
      }
      pending = feed.open(seen, wanted, this::values);
      // Who is cut off before the first change knows where to go on.
      sink.send(
          sse.newEventBuilder()
              .id(pending.positions().text())
              .name("position")
              .data(String.class, "{}")
              .build());
      long end = System.nanoTime() + lasts.toNanos();
      while (stopping.getCount() > 0 && !sink.isClosed() && System.nanoTime() < end) {
        send(pending.poll(BEAT), sse, sink);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.debug("a listener is gone: {}", e.getClass().getSimpleName());
    } finally {
      open.remove(sink);
      listening.decrementAndGet();
      if (pending != null) {
        feed.close(pending);
      }
    }
  }

  /** The replica that a client was cut off from may have read further than this one. */
  private void catchUp(Positions seen) throws InterruptedException {
    long deadline = System.nanoTime() + CATCH_UP.toNanos();
    while (!feed.hasRead(seen) && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
    }
  }

  private Collection<Change> values() {
    return latest.values().stream()
        .flatMap(changes -> changes.values().stream())
        .collect(Collectors.toList());
  }

  private static void send(Optional<Next> next, Sse sse, SseEventSink sink) {
    if (next.isEmpty()) {
      sink.send(sse.newEventBuilder().comment("").build());
      return;
    }
    Change change = next.get().change();
    String grain = change.key().substring(0, change.key().indexOf('|'));
    sink.send(
        sse.newEventBuilder()
            .id(next.get().positions().text())
            .name("rollup")
            .mediaType(MediaType.APPLICATION_JSON_TYPE)
            .data(Changed.class, new Changed(change.place().rollup(), grain, change.value()))
            .build());
  }

  @Override
  public void start() {
    // Listeners come by themselves.
  }

  /** Ends all streams: they would hold up the process's stop. */
  void end() {
    stopping.countDown();
    open.forEach(RollupStreams::close);
  }

  private static void close(SseEventSink sink) {
    try {
      sink.close();
    } catch (RuntimeException e) {
      LOG.debug("a listener has gone already: {}", e.getClass().getSimpleName());
    }
  }

  @Override
  public void stop() {
    end();
  }
}
