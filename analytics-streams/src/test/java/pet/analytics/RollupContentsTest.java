package pet.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import pet.analytics.rollup.Grain;
import pet.analytics.rollup.RollupProgress;
import pet.analytics.rollup.RollupTimes;
import pet.analytics.rollup.RollupTopology;
import pet.messaging.Json;
import pet.messaging.Topics;

/** An empty window is told as final only by progress that was read before the topics' ends. */
class RollupContentsTest {

  private static final Instant DAY = Instant.parse("2026-11-20T00:00:00Z");
  private static final Instant NEXT = Instant.parse("2026-11-21T00:00:00Z");
  private static final Instant NOW = Instant.parse("2026-11-22T19:05:30Z");
  private static final RollupQuery QUERY = new RollupQuery(Grain.DAY, DAY, DAY.plusSeconds(1));
  private static final Rollups ROLLUPS = new Rollups(RollupTimes.DEFAULT, new MetricRegistry());
  private static final RollupTopology<?> DESIGNS = ROLLUPS.named("designs").orElseThrow();

  private final RollupContents.Reading reading = new RollupContents.Reading(ROLLUPS);

  @Test
  void progressThatIsReadLaterIsToldLater() {
    progress(0, 1, DAY);
    RollupContents before = reading.asOf(NOW);
    progress(0, 1, NEXT);

    assertThat(row(before)).contains("\"final\":false", "\"created\":0");
    assertThat(row(reading.asOf(NOW))).contains("\"final\":true", "\"created\":0");
  }

  @Test
  void theSlowestPartitionDecides() {
    progress(0, 2, NEXT);
    assertThat(row(reading.asOf(NOW))).contains("\"final\":false");
    progress(1, 2, DAY);
    assertThat(row(reading.asOf(NOW))).contains("\"final\":false");
    progress(1, 2, NEXT);
    assertThat(row(reading.asOf(NOW))).contains("\"final\":true");
  }

  @Test
  void aValueSaysItselfWhetherItIsFinal() {
    progress(0, 1, NEXT);
    apply(DESIGNS.sink(), "day|" + DAY, "{\"final\":false,\"created\":7}");
    assertThat(row(reading.asOf(NOW))).isEqualTo("{\"final\":false,\"created\":7}");
  }

  @Test
  void whatIsNoRollupsIsPassedOver() {
    RollupTopology<?> webhooks = ROLLUPS.named("webhooks").orElseThrow();
    String value = "{\"final\":true}";
    progress(0, 1, NEXT);

    assertThat(isTaken(DESIGNS.sink(), null, value)).isFalse();
    assertThat(isTaken(DESIGNS.sink(), null, null)).isFalse();
    assertThat(isTaken(DESIGNS.sink(), "day", value)).isFalse();
    assertThat(isTaken(DESIGNS.sink(), "day|today", value)).isFalse();
    assertThat(isTaken(DESIGNS.sink(), "day|" + DAY + "|more", value)).isFalse();
    assertThat(isTaken(webhooks.sink(), "day|" + DAY, value)).isFalse();
    assertThat(isTaken(DESIGNS.sink(), "day|" + DAY, "no JSON")).isFalse();
    assertThat(isTaken(DESIGNS.sink(), "day|" + DAY, "{\"a\":1} and more")).isFalse();
    assertThat(isTaken(DESIGNS.sink(), "day|" + DAY, "7")).isFalse();
    assertThat(isTaken(Topics.ANALYTICS_LATE, "day", value)).isFalse();
    assertThat(isTaken(Topics.ANALYTICS_WATERMARKS, null, "{}")).isFalse();
    assertThat(isTaken(Topics.ANALYTICS_WATERMARKS, "designs|0", "no JSON")).isFalse();
    assertThat(isTaken(Topics.ANALYTICS_WATERMARKS, "designs|0", "{}")).isFalse();
    assertThat(row(reading.asOf(NOW))).contains("\"final\":true", "\"created\":0");
    assertThat(reading.asOf(NOW).rows(webhooks, QUERY)).isEmpty();

    assertThat(isTaken(DESIGNS.sink(), "day|" + DAY, value)).isTrue();
    assertThat(isTaken(webhooks.sink(), "day|" + DAY + "|orders/create", value)).isTrue();
    assertThat(isTaken(Topics.ANALYTICS_LATE, "designs|day|" + DAY, value)).isTrue();
    assertThat(isTaken(DESIGNS.sink(), "day|" + DAY, null)).isTrue();
    assertThat(row(reading.asOf(NOW))).contains("\"created\":0");
  }

  private boolean isTaken(String topic, String key, String value) {
    byte[] bytes = value == null ? null : value.getBytes(StandardCharsets.UTF_8);
    return reading.apply(new ConsumerRecord<>(topic, 0, 0, key, bytes));
  }

  private void progress(int partition, int partitions, Instant until) {
    try {
      RollupProgress progress =
          new RollupProgress("designs", partition, partitions, until.plusSeconds(60), until);
      apply(
          Topics.ANALYTICS_WATERMARKS,
          "designs|" + partition,
          Json.tolerant().writeValueAsString(progress));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private void apply(String topic, String key, String json) {
    assertThat(isTaken(topic, key, json)).isTrue();
  }

  private static String row(RollupContents contents) {
    List<String> rows =
        contents.rows(DESIGNS, QUERY).stream().map(r -> r.rawValue().toString()).toList();
    assertThat(rows).hasSize(1);
    return rows.get(0);
  }
}
