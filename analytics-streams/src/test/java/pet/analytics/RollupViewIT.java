package pet.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.codahale.metrics.MetricRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import pet.analytics.rollup.DesignsTopology;
import pet.analytics.rollup.Grain;
import pet.analytics.rollup.RollupTopology;
import pet.domain.DomainException;
import pet.messaging.KafkaSettings;
import pet.messaging.TopicAdmin;
import pet.messaging.Topics;
import pet.testing.Servers;
import pet.testing.ServersExtension;

/** What a dashboard reads is of now, also in a store where something happens all the time. */
@ExtendWith(ServersExtension.class)
class RollupViewIT {

  private static final String TOPIC = "rollup-view-it";
  private static final Instant DAY = Instant.parse("2026-11-20T00:00:00Z");

  @Test
  void keepsUpWithATopicThatNeverRests(Servers servers) throws Exception {
    KafkaSettings kafka = KafkaSettings.at(servers.bootstrapServers());
    RollupTopology<?> rollup =
        new DesignsTopology(
            TOPIC + "-events", TOPIC, AnalyticsSettings.DEFAULT.times(), new MetricRegistry());
    Rollups rollups = new Rollups(List.of(rollup));
    RollupQuery query = new RollupQuery(Grain.DAY, DAY, DAY.plusSeconds(1));
    try (TopicAdmin admin = new TopicAdmin(kafka)) {
      admin.ensureCompacted(rollups.sinks(), Map.of());
    }
    AtomicBoolean goOn = new AtomicBoolean(true);
    CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> write(kafka, goOn));
    RollupView view = new RollupView(kafka, rollups, noStreams(rollups), new MetricRegistry());
    view.start();
    try {
      Set<Instant> times = new HashSet<>();
      await()
          .atMost(Duration.ofSeconds(20))
          .pollInterval(Duration.ofMillis(50))
          .ignoreException(DomainException.class)
          .until(() -> times.add(view.rows(rollup, query).asOf()) && times.size() >= 10);
      assertThat(view.health().execute().isHealthy()).isTrue();
      assertThat(writing).isNotDone();
    } finally {
      goOn.set(false);
      view.stop();
      writing.join();
    }
  }

  @Test
  void goesOnBehindWhatIsNoRollups(Servers servers) throws Exception {
    String topic = "rollup-view-strays-it";
    KafkaSettings kafka = KafkaSettings.at(servers.bootstrapServers());
    RollupTopology<?> rollup =
        new DesignsTopology(
            topic + "-events", topic, AnalyticsSettings.DEFAULT.times(), new MetricRegistry());
    Rollups rollups = new Rollups(List.of(rollup));
    RollupQuery query = new RollupQuery(Grain.DAY, DAY, DAY.plusSeconds(1));
    try (TopicAdmin admin = new TopicAdmin(kafka)) {
      // Not compacted, as the real ones are: such a topic takes no record without a key.
      admin.ensureEvents(List.of(topic));
      admin.ensureCompacted(rollups.sinks(), Map.of());
    }
    MetricRegistry metrics = new MetricRegistry();
    RollupView view = new RollupView(kafka, rollups, noStreams(rollups), metrics);
    view.start();
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            kafka.producerProperties(), new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>(topic, 0, null, "no key")).get();
      producer.send(new ProducerRecord<>(topic, 0, "day|today", "{}")).get();
      producer.send(new ProducerRecord<>(topic, 0, "day|" + DAY, "no JSON")).get();
      producer
          .send(new ProducerRecord<>(Topics.ANALYTICS_WATERMARKS, 0, "stray|0", "no JSON"))
          .get();
      producer.send(new ProducerRecord<>(topic, 0, "day|" + DAY, "{\"created\":7}")).get();
      await()
          .atMost(Duration.ofSeconds(20))
          .ignoreException(DomainException.class)
          .untilAsserted(
              () ->
                  assertThat(view.rows(rollup, query).rows())
                      .extracting(row -> row.rawValue().toString())
                      .containsExactly("{\"created\":7}"));
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () ->
                  assertThat(metrics.counter("pet.analytics.view.strays").getCount())
                      .isGreaterThanOrEqualTo(4));
      producer.send(new ProducerRecord<>(Topics.ANALYTICS_WATERMARKS, 0, "stray|0", null)).get();
    } finally {
      view.stop();
    }
  }

  private static void write(KafkaSettings kafka, AtomicBoolean goOn) {
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(
            kafka.producerProperties(), new StringSerializer(), new ByteArraySerializer())) {
      for (long i = 0; goOn.get(); i++) {
        byte[] value = ("{\"created\":" + i + "}").getBytes(StandardCharsets.UTF_8);
        Future<RecordMetadata> unused =
            producer.send(new ProducerRecord<>(TOPIC, "day|2026-11-20T00:00:00Z", value));
        // Not a wait for anything: some ten thousand a second are enough.
        LockSupport.parkNanos(20_000);
      }
    }
  }

  private static RollupStreams noStreams(Rollups rollups) {
    return new RollupStreams(rollups, 0, Duration.ofMinutes(1), new MetricRegistry());
  }
}
