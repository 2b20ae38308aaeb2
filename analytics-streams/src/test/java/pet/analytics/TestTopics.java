package pet.analytics;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import pet.messaging.Json;
import pet.messaging.KafkaSettings;
import pet.messaging.TopicAdmin;
import pet.messaging.Topics;

/** The two ends: events go in, and rollups are read as a dashboard reads them. */
final class TestTopics implements AutoCloseable {

  private static final ObjectMapper JSON = Json.tolerant();

  private final KafkaProducer<String, byte[]> producer;
  private final KafkaConsumer<String, byte[]> consumer;
  private final Map<String, JsonNode> latest = new ConcurrentHashMap<>();

  TestTopics(String bootstrapServers) {
    KafkaSettings kafka = KafkaSettings.at(bootstrapServers);
    List<String> rollups = Topics.ANALYTICS;
    try (TopicAdmin admin = new TopicAdmin(kafka)) {
      admin.ensureEvents(Topics.EVENTS);
      admin.ensureCompacted(rollups, Map.of());
    }
    producer =
        new KafkaProducer<>(
            kafka.producerProperties(), new StringSerializer(), new ByteArraySerializer());
    Map<String, Object> config = kafka.clientProperties();
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    consumer = new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        rollups.stream()
            .flatMap(topic -> partitionsOf(topic).stream())
            .map(p -> new TopicPartition(p.topic(), p.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** A new topic is not known everywhere at once. */
  private List<PartitionInfo> partitionsOf(String topic) {
    return await().until(() -> consumer.partitionsFor(topic), found -> !found.isEmpty());
  }

  /** Returns when Kafka has it. */
  void send(ProducerRecord<String, byte[]> event) {
    try {
      producer.send(event).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /** The relays of all topics tell that they are drained up to this time. */
  void watermark(String time) {
    for (String topic : Topics.EVENTS) {
      for (PartitionInfo partition : partitionsOf(topic)) {
        ProducerRecord<String, byte[]> record =
            new ProducerRecord<>(
                topic,
                partition.partition(),
                Instant.parse(time).toEpochMilli(),
                (String) null,
                (byte[]) null);
        record.headers().add("pet_watermark", time.getBytes(StandardCharsets.UTF_8));
        send(record);
      }
    }
  }

  /** The last value of a window, {@code topic/key}, of what has been committed; null if none. */
  JsonNode latest(String topic, String key) {
    poll(Duration.ofMillis(20));
    return latest.get(topic + "/" + key);
  }

  /** A number in the last value of a window; 0 if there is none. */
  long number(String topic, String key, String field) {
    JsonNode value = latest(topic, key);
    return value == null ? 0 : value.get(field).asLong();
  }

  private void poll(Duration timeout) {
    for (ConsumerRecord<String, byte[]> record : consumer.poll(timeout)) {
      String key = record.topic() + "/" + record.key();
      if (record.value() == null) {
        latest.remove(key);
      } else {
        latest.put(key, json(record.value()));
      }
    }
  }

  private static JsonNode json(byte[] value) {
    try {
      return JSON.readTree(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(1));
    consumer.close();
  }
}
