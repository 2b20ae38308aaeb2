package pet.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.codahale.metrics.MetricRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import pet.analytics.rollup.Grain;
import pet.analytics.rollup.OrdersTopology;
import pet.analytics.rollup.RollupProgress;
import pet.analytics.rollup.RollupTimes;
import pet.analytics.rollup.RollupTopology;
import pet.domain.DomainException;
import pet.messaging.Json;
import pet.messaging.KafkaSettings;
import pet.messaging.TopicAdmin;
import pet.messaging.Topics;
import pet.testing.Servers;
import pet.testing.ServersExtension;

/**
 * A commit reaches one partition before another: progress may be there for all to see while the
 * values that it vouches for still look uncommitted. Nobody may be told zeros as final meanwhile.
 */
@ExtendWith(ServersExtension.class)
class FinalVisibilityIT {

  private static final String TOPIC = "final-visibility-it";
  // Long ago, where no other test's progress of this rollup is.
  private static final Instant DAY = Instant.parse("2020-01-01T00:00:00Z");
  private static final Instant NEXT = Instant.parse("2020-01-02T00:00:00Z");
  private static final RollupQuery QUERY = new RollupQuery(Grain.DAY, DAY, DAY.plusSeconds(1));

  private final RollupTopology<?> rollup =
      new OrdersTopology(TOPIC + "-events", TOPIC, RollupTimes.DEFAULT, new MetricRegistry());

  @Test
  void progressIsNotToldBeforeTheValuesThatItVouchesFor(Servers servers) throws Exception {
    KafkaSettings kafka = KafkaSettings.at(servers.bootstrapServers());
    Rollups rollups = new Rollups(List.of(rollup));
    try (TopicAdmin admin = new TopicAdmin(kafka)) {
      admin.ensureCompacted(rollups.sinks(), Map.of());
    }
    RollupView view = new RollupView(kafka, rollups, noStreams(rollups), new MetricRegistry());
    try (KafkaProducer<String, byte[]> plain = producer(kafka.producerProperties());
        KafkaProducer<String, byte[]> values = transactional(kafka)) {
      progress(plain, kafka, DAY);
      view.start();
      await()
          .atMost(Duration.ofSeconds(60))
          .ignoreException(DomainException.class)
          .untilAsserted(() -> assertThat(row(view)).contains("\"final\":false"));

      values.beginTransaction();
      send(values, TOPIC, "day|" + DAY, "{\"final\":true,\"orders\":7}");
      progress(plain, kafka, NEXT);

      await()
          .during(Duration.ofSeconds(2))
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertThat(row(view)).contains("\"final\":false"));
      values.commitTransaction();
      await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(1))
          .until(() -> row(view), seen -> seen.contains("\"final\":true"));
      assertThat(row(view)).isEqualTo("{\"final\":true,\"orders\":7}");
    } finally {
      view.stop();
    }
  }

  private String row(RollupView view) {
    return view.rows(rollup, QUERY).rows().get(0).rawValue().toString();
  }

  private void progress(KafkaProducer<String, byte[]> producer, KafkaSettings kafka, Instant until)
      throws Exception {
    for (int partition = 0; partition < kafka.partitions(); partition++) {
      RollupProgress progress =
          new RollupProgress(rollup.name(), partition, kafka.partitions(), until, until);
      send(
          producer,
          Topics.ANALYTICS_WATERMARKS,
          rollup.name() + "|" + partition,
          Json.tolerant().writeValueAsString(progress));
    }
  }

  private static void send(
      KafkaProducer<String, byte[]> producer, String topic, String key, String json)
      throws InterruptedException, ExecutionException, java.util.concurrent.TimeoutException {
    producer
        .send(new ProducerRecord<>(topic, key, json.getBytes(StandardCharsets.UTF_8)))
        .get(30, TimeUnit.SECONDS);
  }

  private static KafkaProducer<String, byte[]> transactional(KafkaSettings kafka) {
    Map<String, Object> config = kafka.producerProperties();
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, TOPIC + UUID.randomUUID());
    KafkaProducer<String, byte[]> producer = producer(config);
    producer.initTransactions();
    return producer;
  }

  private static KafkaProducer<String, byte[]> producer(Map<String, Object> config) {
    return new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
  }

  private static RollupStreams noStreams(Rollups rollups) {
    return new RollupStreams(rollups, 0, Duration.ofMinutes(1), new MetricRegistry());
  }
}
