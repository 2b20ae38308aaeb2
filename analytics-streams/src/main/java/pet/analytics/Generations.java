package pet.analytics;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dropwizard.lifecycle.Managed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import pet.analytics.rollup.RollupTopology;
import pet.messaging.Json;
import pet.messaging.KafkaSettings;

/**
 * Which generation of each topology counts. All processes and {@code make analytics-rebuild} agree
 * on it by a compacted topic: {@code designs|1} tells of a generation, and the greatest number
 * counts; {@code designs|takeover} asks all to pause while a rebuild takes over.
 */
final class Generations implements Managed {

  private static final String TAKEOVER = "takeover";
  private static final Duration ANSWER = Duration.ofSeconds(3);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration FRESH = Duration.ofMillis(300);
  private static final ObjectMapper JSON = Json.tolerant();

  private final KafkaSettings kafka;
  private final String application;
  private final Map<String, NavigableMap<Integer, Generation>> told = new HashMap<>();
  private final Set<String> takeovers = new HashSet<>();
  private Consumer<String, byte[]> consumer;
  private List<TopicPartition> partitions = List.of();
  private long readAt;
  private long failedAt;

  /**
   * What a process is to run of a topology.
   *
   * @param generation empty while it is to run nothing
   * @param obstacle why, for an operator
   */
  record Turn(Optional<Generation> generation, String obstacle) {}

  Generations(KafkaSettings kafka, String application) {
    this.kafka = kafka;
    this.application = application;
  }

  static String topic(String application) {
    return application + "-generations";
  }

  @Override
  public synchronized void stop() {
    forget();
  }

  /**
   * What to run now; the topic must be there.
   *
   * @throws KafkaException if Kafka does not answer
   */
  synchronized Turn turnOf(RollupTopology<?> rollup) {
    refresh();
    if (takeovers.contains(rollup.name()) && RebuildLock.isTaken(kafka, application, rollup)) {
      return new Turn(Optional.empty(), "a rebuild takes over");
    }
    Generation current = currentOf(rollup);
    return current.version() == rollup.version()
        ? new Turn(Optional.of(current), "")
        : new Turn(Optional.empty(), obstacle(current, rollup));
  }

  /**
   * The one that counts, or would if its version were here. Where nothing has been told yet,
   * generation 0 begins, with this version.
   */
  synchronized Generation currentOf(RollupTopology<?> rollup) {
    refresh();
    if (!told.containsKey(rollup.name())) {
      begin(new Generation(rollup.name(), 0, rollup.version()));
    }
    if (!told.containsKey(rollup.name())) {
      throw new TimeoutException(topic(application) + " does not have what was told");
    }
    return told.get(rollup.name()).lastEntry().getValue();
  }

  private static String obstacle(Generation other, RollupTopology<?> rollup) {
    return "version %d counts, and this is version %d: %s"
        .formatted(
            other.version(),
            rollup.version(),
            other.version() < rollup.version()
                ? "run make analytics-rebuild ROLLUP=" + rollup.name()
                : "a newer build is to be deployed");
  }

  private void begin(Generation first) {
    try (Producer<String, byte[]> producer =
        new KafkaProducer<>(
            kafka.producerProperties(), new StringSerializer(), new ByteArraySerializer())) {
      producer.send(record(first)).get(ANSWER.toSeconds() * 2, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    } catch (ExecutionException | java.util.concurrent.TimeoutException e) {
      throw new KafkaException("cannot tell " + topic(application), e);
    }
    readAt = 0;
    refresh();
  }

  /** That a generation counts from now on. */
  ProducerRecord<String, byte[]> record(Generation generation) {
    try {
      return new ProducerRecord<>(
          topic(application),
          generation.rollup() + "|" + generation.number(),
          JSON.writeValueAsBytes(generation));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * That a rebuild takes over.
   *
   * @param begins or that it has ended
   */
  ProducerRecord<String, byte[]> takeover(String rollup, boolean begins) {
    return new ProducerRecord<>(
        topic(application),
        rollup + "|" + TAKEOVER,
        begins ? "{}".getBytes(StandardCharsets.UTF_8) : null);
  }

  /** Reads what is there by now, if that is not just known. */
  private void refresh() {
    long now = System.nanoTime();
    if (readAt != 0 && now - readAt < FRESH.toNanos()) {
      return;
    }
    // Six topologies ask; while Kafka is away, not each of them waits.
    if (failedAt != 0 && now - failedAt < ANSWER.toNanos()) {
      throw new TimeoutException("Kafka has just not answered");
    }
    try {
      if (partitions.isEmpty() && !open()) {
        return;
      }
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, ANSWER);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey(), ANSWER) < end.getValue())) {
        if (System.nanoTime() - now > 2 * ANSWER.toNanos()) {
          throw new TimeoutException("Kafka has not sent what it has");
        }
        consumer.poll(POLL).forEach(this::apply);
      }
      readAt = now;
      failedAt = 0;
    } catch (KafkaException e) {
      forget();
      failedAt = System.nanoTime();
      throw e;
    }
  }

  /** Returns whether there is a topic to read. */
  private boolean open() {
    Map<String, Object> config = kafka.clientProperties();
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    config.put(ConsumerConfig.METRIC_REPORTER_CLASSES_CONFIG, "");
    if (consumer == null) {
      consumer = new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
    }
    List<PartitionInfo> found = consumer.partitionsFor(topic(application), ANSWER);
    partitions =
        (found == null ? List.<PartitionInfo>of() : found)
            .stream().map(p -> new TopicPartition(p.topic(), p.partition())).toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    return !partitions.isEmpty();
  }

  private void forget() {
    if (consumer != null) {
      consumer.close();
    }
    consumer = null;
    partitions = List.of();
    told.clear();
    takeovers.clear();
    readAt = 0;
  }

  private void apply(ConsumerRecord<String, byte[]> record) {
    if (record.key().endsWith("|" + TAKEOVER)) {
      String rollup = record.key().substring(0, record.key().indexOf('|'));
      if (record.value() == null) {
        takeovers.remove(rollup);
      } else {
        takeovers.add(rollup);
      }
      return;
    }
    try {
      Generation generation = JSON.readValue(record.value(), Generation.class);
      told.computeIfAbsent(generation.rollup(), any -> new TreeMap<>())
          .put(generation.number(), generation);
    } catch (IOException e) {
      throw new UncheckedIOException(record.key() + " is no generation", e);
    }
  }
}
