package pet.messaging;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A relay's Kafka producer. It connects when it is first used, so a process starts while Kafka is
 * away.
 */
final class EventProducer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EventProducer.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

  /** What is sent waits for the flush, so that a wave is one request; nothing waits that long. */
  private static final int LINGER_MILLIS = 50;

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

  /** Creates missing topics and connections, so that the first event does not wait for them. */
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
   * Sends with the next {@link #flush}, and creates the event topic if it is missing.
   *
   * @throws KafkaException when Kafka is away
   */
  Future<RecordMetadata> send(ProducerRecord<String, byte[]> record) {
    ensure(record.topic());
    return producer().send(record);
  }

  /** Sends at once what was given to {@link #send}; returns when each has its answer. */
  void flush() {
    try {
      producer().flush();
    } catch (InterruptException e) {
      // The thread stays interrupted, so waiting for an answer that is missing fails.
      LOG.debug("interrupted while events were sent");
    }
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
      Map<String, Object> properties = settings.producerProperties();
      properties.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MILLIS);
      producer = new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
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
