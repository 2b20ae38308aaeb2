package pet.dev.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;
import pet.messaging.Json;
import pet.messaging.KafkaSettings;
import pet.messaging.Topics;

/** Watches the day's count of designs on its topic: when it first reached which number. */
public final class RollupWatch {

  private static final ObjectMapper JSON = Json.tolerant();
  private static final String DAY = "day|";
  private static final int REACH_MILLIS = 3000;

  private final KafkaConsumer<String, String> consumer;
  private final Map<String, Long> days;
  private final long base;
  // At index k: when the count was first seen to be at least k + 1 more than at the start.
  private final List<Long> reachedAt = new ArrayList<>();
  private final Thread thread;

  private RollupWatch(KafkaConsumer<String, String> consumer, Map<String, Long> days) {
    this.consumer = consumer;
    this.days = new HashMap<>(days);
    this.base = sum();
    this.thread = new Thread(this::watch, "rollup-watch");
    thread.setDaemon(true);
  }

  /**
   * Starts watching, unless Kafka is out of reach.
   *
   * @param days the counts now, by day
   */
  public static Optional<RollupWatch> start(String bootstrapServers, Map<String, Long> days) {
    Map<String, Object> config = KafkaSettings.at(bootstrapServers).clientProperties();
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, REACH_MILLIS);
    config.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, REACH_MILLIS);
    config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
    KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer());
    try {
      List<TopicPartition> partitions =
          consumer.partitionsFor(Topics.ANALYTICS_DESIGNS).stream()
              .map(p -> new TopicPartition(p.topic(), p.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToEnd(partitions);
      partitions.forEach(consumer::position);
    } catch (KafkaException e) {
      consumer.close(CloseOptions.timeout(Duration.ZERO));
      return Optional.empty();
    }
    RollupWatch watch = new RollupWatch(consumer, days);
    watch.thread.start();
    return Optional.of(watch);
  }

  private void watch() {
    try (consumer) {
      while (true) {
        for (ConsumerRecord<String, String> rollup : consumer.poll(Duration.ofSeconds(1))) {
          see(rollup, System.nanoTime());
        }
      }
    } catch (WakeupException e) {
      // Closed.
    }
  }

  private void see(ConsumerRecord<String, String> rollup, long atNanos) {
    if (!rollup.key().startsWith(DAY) || rollup.value() == null) {
      return;
    }
    try {
      long created = JSON.readTree(rollup.value()).path("created").asLong();
      days.put(rollup.key().substring(DAY.length()), created);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a rollup that is not JSON: " + rollup.key(), e);
    }
    long count = sum() - base;
    synchronized (reachedAt) {
      while (reachedAt.size() < count) {
        reachedAt.add(atNanos);
      }
    }
  }

  private long sum() {
    return days.values().stream().mapToLong(Long::longValue).sum();
  }

  /** From each design's 201 to its count: the n-th of one with the n-th of the other. */
  public Latencies since(long[] confirmedAt) {
    Latencies latencies = new Latencies();
    synchronized (reachedAt) {
      int both = Math.min(confirmedAt.length, reachedAt.size());
      for (int i = 0; i < both; i++) {
        latencies.record(reachedAt.get(i) - confirmedAt[i]);
      }
    }
    return latencies;
  }

  public void stop() throws InterruptedException {
    consumer.wakeup();
    thread.join(Duration.ofSeconds(2).toMillis());
  }
}
