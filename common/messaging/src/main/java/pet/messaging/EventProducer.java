package pet.messaging;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A relay's way to Kafka. Nothing connects before the first use, so a process starts while Kafka is
 * away.
 */
final class EventProducer implements AutoCloseable {

  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

  private final KafkaSettings settings;
  private final Set<String> ensured = ConcurrentHashMap.newKeySet();
  private Producer<String, byte[]> producer;
  private boolean closed;

  EventProducer(KafkaSettings settings) {
    this.settings = settings;
  }

  /** Asks the cluster now: why it does not answer, or empty. Takes seconds when it does not. */
  Optional<KafkaException> unreachable() {
    try (TopicAdmin admin = new TopicAdmin(settings)) {
      admin.ping();
      prepare(admin);
      return Optional.empty();
    } catch (KafkaException e) {
      return Optional.of(e);
    }
  }

  /** Makes what the first event would otherwise wait for: topics that are missing, connections. */
  private void prepare(TopicAdmin admin) {
    Set<String> missing = new HashSet<>(Topics.EVENTS);
    missing.removeAll(ensured);
    if (!missing.isEmpty()) {
      admin.ensureEvents(missing);
      ensured.addAll(missing);
    }
    for (String topic : Topics.EVENTS) {
      producer().partitionsFor(topic);
    }
  }

  /**
   * Sends, and creates the event topic if it is missing.
   *
   * @throws KafkaException when Kafka is away
   */
  Future<RecordMetadata> send(ProducerRecord<String, byte[]> record) {
    ensure(record.topic());
    return producer().send(record);
  }

  private void ensure(String topic) {
    if (!ensured.contains(topic)) {
      try (TopicAdmin admin = new TopicAdmin(settings)) {
        admin.ensureEvents(Set.of(topic));
        ensured.add(topic);
      }
    }
  }

  /** How many partitions an event topic has; it is created if it is missing. */
  int partitions(String topic) {
    ensure(topic);
    return producer().partitionsFor(topic).size();
  }

  /** A new producer for the next event: some errors leave the old one unusable. */
  synchronized void reset() {
    if (producer != null) {
      producer.close(Duration.ZERO);
      producer = null;
    }
  }

  private synchronized Producer<String, byte[]> producer() {
    if (closed) {
      throw new KafkaException("closed");
    }
    if (producer == null) {
      producer =
          new KafkaProducer<>(
              settings.producerProperties(), new StringSerializer(), new ByteArraySerializer());
    }
    return producer;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (producer != null) {
      producer.close(CLOSE_TIMEOUT);
      producer = null;
    }
  }
}
