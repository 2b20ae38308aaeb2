package pet.messaging;

import com.codahale.metrics.Timer;
import io.cloudevents.CloudEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One pass of a relay, in one transaction: claim buckets, read, send, delete what Kafka has.
 *
 * <p>The order per aggregate holds even when sends fail, for an event is only sent once the one
 * before it is acknowledged: the first wave is the first event of every aggregate, the second wave
 * their second, and an aggregate whose event failed sits out the rest.
 */
final class RelayPass {

  private static final Logger LOG = LoggerFactory.getLogger(RelayPass.class);

  static final int LIMIT = 500;
  static final int MAX_ATTEMPTS = 5;

  private final String source;
  private final EventProducer producer;
  private final Timer lag;

  /** What Kafka has but a failed transaction left in the outbox: to delete, not to send again. */
  private final Set<Long> delivered = new HashSet<>();

  private final List<CloudEvent> relayed = new ArrayList<>();
  private boolean more;
  private boolean skipped;
  private boolean poisoned;
  private KafkaException outage;

  RelayPass(String source, EventProducer producer, Timer lag) {
    this.source = source;
    this.producer = producer;
    this.lag = lag;
  }

  /** Acknowledged in this pass, in order. */
  List<CloudEvent> relayed() {
    return relayed;
  }

  /** Whether there may be more to relay now. */
  boolean more() {
    return more;
  }

  /** Whether another relay held buckets with events in them. */
  boolean skipped() {
    return skipped;
  }

  /** Whether an event failed for its own fault and is to be tried again. */
  boolean poisoned() {
    return poisoned;
  }

  /** Why Kafka took no more, or null. */
  KafkaException outage() {
    return outage;
  }

  /** After the transaction has committed. */
  void committed() {
    delivered.clear();
  }

  void run(Handle handle) {
    relayed.clear();
    poisoned = false;
    outage = null;
    List<Outbox.Bucket> waiting = Outbox.claim(handle);
    List<Outbox.Bucket> claimed =
        waiting.stream().filter(Outbox.Bucket::claimed).collect(Collectors.toList());
    skipped = claimed.size() < waiting.size();
    more = false;
    if (claimed.isEmpty()) {
      return;
    }
    List<Short> buckets = claimed.stream().map(Outbox.Bucket::bucket).collect(Collectors.toList());
    List<Outbox.Row> rows = Outbox.read(handle, buckets, LIMIT);
    more = rows.size() == LIMIT;
    if (claimed.stream().anyMatch(Outbox.Bucket::parked)) {
      rows = withoutParked(handle, buckets, rows);
    }
    List<Long> done = send(handle, rows);
    if (!done.isEmpty()) {
      Outbox.delete(handle, done);
    }
  }

  /** Events that came after their aggregate was parked wait behind it. */
  private static List<Outbox.Row> withoutParked(
      Handle handle, Collection<Short> buckets, List<Outbox.Row> rows) {
    Set<String> parked = ParkedEvents.parkedAggregates(handle, buckets);
    List<Outbox.Row> free = new ArrayList<>();
    Set<String> again = new HashSet<>();
    for (Outbox.Row row : rows) {
      if (!parked.contains(row.aggregateId())) {
        free.add(row);
      } else if (again.add(row.aggregateId())) {
        ParkedEvents.park(handle, row.bucket(), row.aggregateId(), "behind a parked event");
      }
    }
    return free;
  }

  private List<Long> send(Handle handle, List<Outbox.Row> rows) {
    Map<String, Queue<Outbox.Row>> aggregates = new LinkedHashMap<>();
    List<Long> done = new ArrayList<>();
    for (Outbox.Row row : rows) {
      if (delivered.contains(row.id())) {
        done.add(row.id());
      } else {
        aggregates.computeIfAbsent(row.aggregateId(), id -> new ArrayDeque<>()).add(row);
      }
    }
    while (!aggregates.isEmpty() && outage == null) {
      for (InFlight sent : wave(aggregates)) {
        Exception failure = sent.failure();
        if (failure == null) {
          done.add(sent.row().id());
          delivered.add(sent.row().id());
          relayed.add(sent.event());
          lag.update(Duration.between(sent.row().time(), Instant.now()));
        } else {
          aggregates.remove(sent.row().aggregateId());
          failed(handle, sent.row(), failure);
        }
      }
      aggregates.values().removeIf(Queue::isEmpty);
    }
    return done;
  }

  /** Sends the next event of each aggregate, all in one request for each broker. */
  private List<InFlight> wave(Map<String, Queue<Outbox.Row>> aggregates) {
    List<InFlight> wave = new ArrayList<>();
    Iterator<Queue<Outbox.Row>> queues = aggregates.values().iterator();
    boolean open = true;
    while (open && queues.hasNext()) {
      InFlight sent = send(queues.next().remove());
      wave.add(sent);
      // Without Kafka each send blocks for seconds: one is enough to know.
      open = !sent.failedAlready() || isOwnFault(sent.failure());
    }
    producer.flush();
    return wave;
  }

  private InFlight send(Outbox.Row row) {
    CloudEvent event;
    try {
      event =
          EventCodec.cloudEvent(
              row.eventId(),
              source,
              row.type(),
              row.time(),
              row.aggregateId(),
              row.data().getBytes(StandardCharsets.UTF_8));
    } catch (RuntimeException e) {
      return new InFlight(row, null, null, new SerializationException("not a CloudEvent", e));
    }
    try {
      return new InFlight(row, event, producer.send(EventCodec.toKafka(event)), null);
    } catch (RuntimeException e) {
      return new InFlight(row, event, null, e);
    }
  }

  private void failed(Handle handle, Outbox.Row row, Exception failure) {
    if (!isOwnFault(failure)) {
      outage = failure instanceof KafkaException kafka ? kafka : new KafkaException(failure);
      return;
    }
    int attempts = Outbox.countAttempt(handle, row.id());
    if (attempts < MAX_ATTEMPTS) {
      poisoned = true;
      return;
    }
    String reason = failure.getClass().getSimpleName() + ": " + failure.getMessage();
    int parked = ParkedEvents.park(handle, row.bucket(), row.aggregateId(), reason);
    LOG.error(
        "Parked aggregate {} of {} with {} events: event {} ({}) failed {} times: {}. Its events"
            + " wait in the outbox until an operator releases them: make outbox-release.",
        row.aggregateId(),
        source,
        parked,
        row.eventId(),
        row.type(),
        attempts,
        reason);
  }

  /** Whether the event itself is at fault, and no time will mend it. */
  private static boolean isOwnFault(Exception failure) {
    return failure instanceof RecordTooLargeException
        || failure instanceof RecordBatchTooLargeException
        || failure instanceof SerializationException
        || failure instanceof InvalidRecordException
        || failure instanceof InvalidTopicException;
  }

  /** An event on its way: a future, or the failure that came at once. */
  private record InFlight(
      Outbox.Row row, CloudEvent event, Future<RecordMetadata> answer, Exception refused) {

    boolean failedAlready() {
      return refused != null || (answer.isDone() && failure() != null);
    }

    /** Waits for the answer; null is success. */
    Exception failure() {
      if (refused != null) {
        return refused;
      }
      try {
        answer.get();
        return null;
      } catch (ExecutionException e) {
        return e.getCause() instanceof Exception cause ? cause : e;
      } catch (InterruptedException e) {
        return new InterruptException(e);
      }
    }
  }
}
