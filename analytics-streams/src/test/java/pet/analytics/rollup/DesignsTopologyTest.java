package pet.analytics.rollup;

import static org.assertj.core.api.Assertions.assertThat;
import static pet.analytics.rollup.Events.created;
import static pet.analytics.rollup.Events.deleted;
import static pet.analytics.rollup.Events.record;
import static pet.analytics.rollup.Events.shared;
import static pet.analytics.rollup.Events.updated;

import com.codahale.metrics.MetricRegistry;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.test.TestRecord;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import pet.messaging.Topics;

class DesignsTopologyTest {

  private final MetricRegistry metrics = new MetricRegistry();
  private final DesignsTopology topology = new DesignsTopology(RollupTimes.DEFAULT, metrics);
  private final TopologyDriver driver = new TopologyDriver(topology);

  @AfterEach
  void close() {
    driver.close();
  }

  @Test
  void countsEveryKindInEveryGrain() {
    driver
        .send(record("2026-11-22T19:05:00Z", created("d1", "ann")))
        .send(record("2026-11-22T19:05:59.999Z", updated("d1", "ann")))
        .send(record("2026-11-22T19:06:00Z", created("d2", "bob")))
        .send(record("2026-11-22T18:59:59.999Z", shared("d1", "ann")))
        .send(record("2026-11-21T23:59:59.999Z", deleted("d0", "cid")));

    assertThat(driver.windows())
        .containsExactly(
            "day|2026-11-21T00:00:00Z",
            "day|2026-11-22T00:00:00Z",
            "hour|2026-11-21T23:00:00Z",
            "hour|2026-11-22T18:00:00Z",
            "hour|2026-11-22T19:00:00Z",
            "minute|2026-11-21T23:59:00Z",
            "minute|2026-11-22T18:59:00Z",
            "minute|2026-11-22T19:05:00Z",
            "minute|2026-11-22T19:06:00Z");
    assertCounts("minute|2026-11-22T19:05:00Z", 1, 1, 0, 0, 1);
    assertCounts("minute|2026-11-22T19:06:00Z", 1, 0, 0, 0, 1);
    assertCounts("hour|2026-11-22T19:00:00Z", 2, 1, 0, 0, 2);
    assertCounts("hour|2026-11-22T18:00:00Z", 0, 0, 1, 0, 1);
    assertCounts("day|2026-11-22T00:00:00Z", 2, 1, 1, 0, 2);
    assertCounts("day|2026-11-21T00:00:00Z", 0, 0, 0, 1, 1);
  }

  @Test
  void valuesHaveTheirContractsFieldsAndNoOthers() {
    driver.send(record("2026-11-22T19:05:30Z", created("d1", "ann")));
    assertThat(driver.rollup("hour|2026-11-22T19:00:00Z"))
        .hasToString(
            "{\"windowStart\":\"2026-11-22T19:00:00Z\",\"windowEnd\":\"2026-11-22T20:00:00Z\","
                + "\"final\":false,\"created\":1,\"updated\":0,\"shared\":0,\"deleted\":0,"
                + "\"designers\":1}");
  }

  @Test
  void theSameEventTwiceCountsOnce() {
    ProducerRecord<String, byte[]> event = record("2026-11-22T19:05:00Z", created("d1", "ann"));
    driver.send(event).send(event);
    driver.settle();
    for (int i = 0; i < 50; i++) {
      driver.send(record("2026-11-22T19:25:00Z", updated("d1", "ann")));
    }
    driver.send(event);
    assertCounts("minute|2026-11-22T19:05:00Z", 1, 0, 0, 0, 1);
    assertCounts("day|2026-11-22T00:00:00Z", 1, 50, 0, 0, 1);
    assertThat(metrics.counter("analytics.designs.duplicates").getCount()).isEqualTo(2);
    assertThat(metrics.counter("analytics.designs.counted").getCount()).isEqualTo(51);
  }

  @Test
  void aDuplicateThatIsADayLateCountsOnce() {
    ProducerRecord<String, byte[]> event = record("2026-11-21T19:05:00Z", created("d1", "ann"));
    driver.send(event);
    driver.send(record("2026-11-22T19:05:00Z", created("d2", "ann")));
    driver.send(event);
    assertCounts("day|2026-11-21T00:00:00Z", 1, 0, 0, 0, 1);
  }

  @Test
  void designersAreDifferentPeopleAndThoseWhoOptedOutAreNone() {
    driver
        .send(record("2026-11-22T19:05:00Z", created("d1", "ann")))
        .send(record("2026-11-22T19:05:01Z", created("d2", "ann")))
        .send(record("2026-11-22T19:05:02Z", created("d3", null)))
        .send(record("2026-11-22T19:05:03Z", created("d4", "bob")));
    assertCounts("minute|2026-11-22T19:05:00Z", 4, 0, 0, 0, 2);
  }

  @Test
  void manyDesignersAreEstimatedWithinTheStatedError() {
    IntStream.range(0, 1_200)
        .forEach(
            i ->
                driver.send(
                    record("2026-11-22T19:05:00Z", created("d" + i, "person-" + i % 1_000))));
    JsonNode minute = driver.rollup("minute|2026-11-22T19:05:00Z");
    assertThat(minute.get("created").asLong()).isEqualTo(1_200);
    assertThat(minute.get("designers").asLong()).isCloseTo(1_000, Percentage.withPercentage(4.9));
  }

  @Test
  void atMostTenValuesASecondPerWindow() {
    for (int i = 0; i < 200; i++) {
      driver.send(record("2026-11-22T19:05:00Z", created("d" + i, "ann")));
      driver.advance(Duration.ofMillis(5));
    }
    assertThat(driver.published()).hasSizeBetween(3 * 8, 3 * 10);
  }

  @Test
  void quietIsQuiet() {
    driver.send(record("2026-11-22T19:05:00Z", created("d1", "ann")));
    assertThat(driver.settle()).hasSize(3);
    driver.advance(Duration.ofSeconds(5));
    assertThat(driver.published()).isEmpty();
  }

  @Test
  void whatCannotBeReadIsPassedOverAndCounted() {
    TestRecord<String, byte[]> good =
        Events.test(record("2026-11-22T19:05:00Z", created("d1", "ann")));
    driver.send(new TestRecord<>("d1", "{}".getBytes(StandardCharsets.UTF_8), now()));
    driver.send(new TestRecord<>("d1", null, good.headers(), now()));
    driver.send(
        new TestRecord<>(
            "d1", "{\"userId\":".getBytes(StandardCharsets.UTF_8), good.headers(), now()));
    driver.send(
        new TestRecord<>("d1", "null".getBytes(StandardCharsets.UTF_8), good.headers(), now()));
    driver.send(withTime(good, "yesterday"));
    driver.send(withTime(good, "1815-12-10T00:00:00Z"));
    driver.send(withTime(good, "2036-11-22T19:05:00Z"));
    assertThat(driver.windows()).isEmpty();
    assertThat(metrics.counter("analytics.designs.unreadable").getCount()).isEqualTo(7);
    List<TestRecord<byte[], byte[]>> dead = driver.dead(Topics.DESIGN_EVENTS);
    assertThat(dead).hasSize(7);
    assertThat(dead.get(2).key()).isEqualTo("d1".getBytes(StandardCharsets.UTF_8));
    assertThat(dead.get(2).value()).isEqualTo("{\"userId\":".getBytes(StandardCharsets.UTF_8));
    assertThat(dead.get(2).getRecordTime()).isEqualTo(now());
    assertThat(headers(dead.get(2)))
        .containsAllEntriesOf(headers(good))
        .containsEntry("pet_dlq_topology", "designs")
        .containsEntry("pet_dlq_topic", "pet.design.events")
        .containsEntry("pet_dlq_partition", "0")
        .containsEntry("pet_dlq_offset", "2")
        .hasEntrySatisfying(
            "pet_dlq_reason",
            reason -> assertThat(reason).contains("design.created").doesNotContain("userId"));

    // The poison did not use up the id of the good one.
    driver.send(good);
    assertCounts("minute|2026-11-22T19:05:00Z", 1, 0, 0, 0, 1);
  }

  @Test
  void otherTypesAndNewFieldsArePassedOver() {
    TestRecord<String, byte[]> event =
        Events.test(record("2026-11-22T19:05:00Z", created("d1", "ann")));
    TestRecord<String, byte[]> newer =
        new TestRecord<>(
            "d1",
            "{\"userId\":\"ann\",\"mood\":{\"a\":[1]}}".getBytes(StandardCharsets.UTF_8),
            event.headers(),
            now());
    driver.send(newer);
    event
        .headers()
        .remove("ce_type")
        .add("ce_type", "design.admired".getBytes(StandardCharsets.UTF_8));
    driver.send(event);
    assertCounts("minute|2026-11-22T19:05:00Z", 1, 0, 0, 0, 1);
    assertThat(metrics.counter("analytics.designs.unreadable").getCount()).isZero();
  }

  @Test
  void minutesAreRemovedAfterSevenDaysAndStayRemoved() {
    driver.send(record("2026-11-14T19:05:00Z", created("d1", "ann")));
    driver.settle();
    driver.send(record("2026-11-22T19:05:00Z", created("d2", "ann")));
    driver.settle();
    driver.advance(Retention.CHECK);
    assertThat(driver.windows())
        .containsExactly(
            "day|2026-11-14T00:00:00Z",
            "day|2026-11-22T00:00:00Z",
            "hour|2026-11-14T19:00:00Z",
            "hour|2026-11-22T19:00:00Z",
            "minute|2026-11-22T19:05:00Z");

    driver.send(record("2026-11-14T19:05:10Z", created("d3", "bob")));
    assertThat(driver.windows()).doesNotContain("minute|2026-11-14T19:05:00Z");
    assertCounts("day|2026-11-14T00:00:00Z", 2, 0, 0, 0, 2);
  }

  /** The worst moment of a crash: counted and committed, but not yet told. */
  @Test
  void whatWasCountedButNotToldIsRememberedForTheNextStart() {
    driver.send(record("2026-11-22T19:05:00Z", created("d1", "ann")));
    assertThat(driver.published()).isEmpty();
    assertThat(pendingAtStart("designs-partials-pending"))
        .containsExactly(
            "day|2026-11-22T00:00:00Z", "hour|2026-11-22T19:00:00Z", "minute|2026-11-22T19:05:00Z");
    driver.settle();
    assertThat(pendingAtStart("designs-partials-pending")).isEmpty();
    assertThat(pendingAtStart("designs-totals-pending")).isEmpty();
  }

  private List<String> pendingAtStart(String store) {
    return List.copyOf(new PendingWindows(driver.driver().getKeyValueStore(store)).peek());
  }

  @Test
  void topologyIsAsItWas() {
    assertThat(described())
        .isEqualToNormalizingWhitespace(
            """
            Topologies:
               Sub-topology: 0
                Source: designs-events (topics: [pet.design.events])
                  --> designs-count
                Processor: designs-count (stores: [designs-gathered, designs-ids-by-minute, designs-memory, designs-partials, designs-partials-pending, designs-partials-watermarks])
                  --> designs-partials-repartition-filter, designs-dead
                  <-- designs-events
                Processor: designs-partials-repartition-filter (stores: [])
                  --> designs-partials-repartition-sink
                  <-- designs-count
                Sink: designs-dead (topic: pet.design.events.dlq)
                  <-- designs-count
                Sink: designs-partials-repartition-sink (topic: designs-partials-repartition)
                  <-- designs-partials-repartition-filter

              Sub-topology: 1
                Source: designs-partials-repartition-source (topics: [designs-partials-repartition])
                  --> designs-merge
                Processor: designs-merge (stores: [designs-totals, designs-totals-open, designs-totals-pace, designs-totals-pending, designs-totals-watermarks])
                  --> designs-rollup
                  <-- designs-partials-repartition-source
                Sink: designs-rollup (extractor class: EXTRACTOR)
                  <-- designs-merge
            """);
  }

  /** Stores in order: theirs is another one each time. */
  private String described() {
    return Pattern.compile("\\(stores: \\[([^\\]]*)\\]")
        .matcher(topology.topology(topic -> 1).describe().toString())
        .replaceAll(
            stores ->
                Stream.of(stores.group(1).split(", "))
                    .sorted()
                    .collect(Collectors.joining(", ", "(stores: [", "]")))
        .replaceAll("extractor class: [^)]*", "extractor class: EXTRACTOR");
  }

  private static Instant now() {
    return Instant.parse("2026-11-22T19:05:00Z");
  }

  private static Map<String, String> headers(TestRecord<?, byte[]> record) {
    Map<String, String> headers = new HashMap<>();
    record
        .headers()
        .forEach(each -> headers.put(each.key(), new String(each.value(), StandardCharsets.UTF_8)));
    return headers;
  }

  private static TestRecord<String, byte[]> withTime(
      TestRecord<String, byte[]> record, String time) {
    TestRecord<String, byte[]> changed =
        new TestRecord<>(
            record.key(),
            record.value(),
            new org.apache.kafka.common.header.internals.RecordHeaders(record.headers()),
            now().toEpochMilli());
    changed.headers().remove("ce_time").add("ce_time", time.getBytes(StandardCharsets.UTF_8));
    return changed;
  }

  private void assertCounts(
      String window, long created, long updated, long shared, long deleted, long designers) {
    JsonNode value = driver.rollup(window);
    assertThat(value).as(window).isNotNull();
    assertThat(
            new long[] {
              value.get("created").asLong(),
              value.get("updated").asLong(),
              value.get("shared").asLong(),
              value.get("deleted").asLong(),
              value.get("designers").asLong()
            })
        .as(window)
        .containsExactly(created, updated, shared, deleted, designers);
  }
}
