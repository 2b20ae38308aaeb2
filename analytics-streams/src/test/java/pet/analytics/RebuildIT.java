package pet.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static pet.analytics.RebuildFixture.SOON;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import pet.analytics.RebuildComparison.Result;
import pet.analytics.RebuildComparison.Verdict;
import pet.analytics.rollup.Events;
import pet.messaging.Json;
import pet.messaging.KafkaSettings;
import pet.messaging.Topics;

/** Rollups counted anew beside a process that counts, which takes the new ones up by itself. */
class RebuildIT {

  private static final String DESIGNS = Topics.ANALYTICS_DESIGNS;

  /** No other test sends anything too late. */
  private static final String DAY_OF_LATE_ONES = "2026-11-05";

  private static RebuildFixture fixture;
  private static TestTopics topics;
  private static KafkaSettings kafka;

  @BeforeAll
  static void start() {
    fixture = new RebuildFixture("rebuild-it");
    topics = fixture.topics;
    kafka = fixture.kafka;
  }

  @AfterAll
  static void stop() {
    fixture.close();
  }

  @Test
  void whatIsWrongIsCorrectedAndNothingElseIsWritten() {
    for (int i = 0; i < 30; i++) {
      topics.send(
          Events.record(
              "2026-11-%02dT10:00:00Z".formatted(10 + i % 3),
              Events.created("wrong-" + i, "ann" + i)));
    }
    String day = "day|2026-11-10T00:00:00Z";
    String other = "day|2026-11-11T00:00:00Z";
    String bogus = "day|2026-11-15T00:00:00Z";
    await().atMost(SOON).until(() -> created(day) == 10 && created(other) == 10);
    await().atMost(SOON).until(() -> created("day|2026-11-12T00:00:00Z") == 10);
    JsonNode right = topics.latest(DESIGNS, other);
    fixture.write(DESIGNS, day, "{\"created\":11}");
    fixture.write(DESIGNS, other, null);
    fixture.write(DESIGNS, bogus, "{\"created\":1}");
    await().atMost(SOON).until(() -> topics.latest(DESIGNS, bogus) != null);

    Result dry = fixture.rebuild("designs", true);
    assertThat(dry.windows()).containsEntry(Verdict.UPDATED, 1).containsEntry(Verdict.REMOVED, 1);
    assertThat(created(day)).isEqualTo(11);
    Map<TopicPartition, Long> before = ends(DESIGNS);

    Result result = fixture.rebuild("designs", false);
    assertThat(result.windows())
        .containsEntry(Verdict.UPDATED, 1)
        .containsEntry(Verdict.ADDED, 1)
        .containsEntry(Verdict.REMOVED, 1)
        .containsKey(Verdict.EQUAL);
    assertThat(written(DESIGNS, before)).containsExactlyInAnyOrder(day, other, bogus);
    await().atMost(SOON).until(() -> topics.latest(DESIGNS, bogus) == null && created(day) == 10);
    assertThat(topics.latest(DESIGNS, other)).isEqualTo(right);

    // The process has taken up the new one's counts, and nothing of the old one is left.
    topics.send(Events.record("2026-11-10T11:00:00Z", Events.created("wrong-more", "ann")));
    await().atMost(SOON).until(() -> created(day) == 11);
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> assertThat(fixture.names()).noneMatch(name -> name.contains(".rebuild.")));
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(
                        fixture.names().stream()
                            .filter(n -> n.startsWith("pet-analytics-designs-")))
                    .isNotEmpty()
                    .allMatch(name -> name.startsWith("pet-analytics-designs-g")));
    assertThat(fixture.rebuild("designs", true).windows()).containsOnlyKeys(Verdict.EQUAL);
  }

  @Test
  void underLoadItEndsEqualToTheTruth() {
    String day = "day|2026-11-19T00:00:00Z";
    AtomicInteger sent = new AtomicInteger();
    ScheduledExecutorService feeder = Executors.newSingleThreadScheduledExecutor();
    try {
      Future<?> feeding =
          feeder.scheduleWithFixedDelay(
              () -> feed(sent.getAndIncrement()), 0, 20, TimeUnit.MILLISECONDS);
      await().atMost(SOON).until(() -> units(day) > 100);
      fixture.rebuild("options", false);
      int then = sent.get();
      await().atMost(SOON).until(() -> units(day) > 2L * then);
      assertThat(feeding.isDone()).isFalse();
    } finally {
      feeder.shutdown();
    }
    await().atMost(SOON).until(feeder::isTerminated);
    await().atMost(SOON).untilAsserted(() -> assertThat(units(day)).isEqualTo(2L * sent.get()));
    // What it goes on with is what a rebuild by itself comes to.
    Result again = fixture.rebuild("options", true);
    assertThat(again.windows()).containsKey(Verdict.EQUAL).doesNotContainKey(Verdict.LEFT);
    // But for what another test sent too late: it is in time for a rebuild that reads it before the
    // other topic's watermark.
    assertThat(again.differences())
        .filteredOn(RebuildComparison::isOfWindow)
        .allMatch(difference -> difference.place().key().contains(DAY_OF_LATE_ONES));
  }

  /** A design, and an order of two of it; every fifth order arrives twice. */
  private void feed(int n) {
    String design = "load-" + n;
    topics.send(Events.record("2026-11-19T10:00:00Z", Events.created(design, "ann")));
    ProducerRecord<String, byte[]> order =
        Events.record(
            "2026-11-19T10:00:01Z", Events.ordered("order-" + n, Events.units(design, 1, 2)));
    topics.send(order);
    if (n % 5 == 0) {
      topics.send(order);
    }
  }

  private static long units(String day) {
    JsonNode value = topics.latest(Topics.ANALYTICS_OPTIONS, day);
    return value == null ? 0 : value.at("/orderedUnits/sizes/0/count").asLong();
  }

  @Test
  void deadLettersAndWhatCameLateAreNotToldTwice() {
    String poisoned = Topics.deadLetters(Topics.DESIGN_EVENTS);
    topics.send(Events.record(DAY_OF_LATE_ONES + "T10:00:00Z", Events.created("in-time", "ann")));
    topics.watermark("2026-11-06T00:10:00Z");
    topics.send(Events.record(DAY_OF_LATE_ONES + "T11:00:00Z", Events.created("too-late", "ann")));
    ProducerRecord<String, byte[]> broken =
        Events.record(DAY_OF_LATE_ONES + "T12:00:00Z", Events.created("broken", "ann"));
    topics.send(
        new ProducerRecord<>(
            broken.topic(),
            null,
            broken.timestamp(),
            "broken",
            new byte[] {'{'},
            broken.headers()));
    String late = "designs|day|" + DAY_OF_LATE_ONES + "T00:00:00Z";
    await().atMost(SOON).until(() -> late(late) == 1);
    await().atMost(SOON).until(() -> records(poisoned) >= 3);
    long dead = records(poisoned);

    fixture.rebuild("designs", false);

    assertThat(records(poisoned)).isEqualTo(dead);
    assertThat(late(late)).isEqualTo(1);
    await().atMost(SOON).until(() -> created("day|" + DAY_OF_LATE_ONES + "T00:00:00Z") == 1);
  }

  private static long created(String window) {
    return topics.number(DESIGNS, window, "created");
  }

  private static Map<TopicPartition, Long> ends(String topic) {
    try (RebuildTopics all =
        new RebuildTopics(kafka, "pet-analytics", RebuildFixture.rollups().all().get(0))) {
      return all.ends(List.of(topic));
    }
  }

  /** The keys written since. */
  private static List<String> written(String topic, Map<TopicPartition, Long> since) {
    List<String> keys = new ArrayList<>();
    CommittedRecords.read(
        kafka,
        List.of(topic),
        record -> {
          if (record.offset() >= since.get(new TopicPartition(topic, record.partition()))) {
            keys.add(record.key());
          }
        });
    return keys;
  }

  /** How many designs were created too late for a window. */
  private static long late(String window) {
    AtomicInteger created = new AtomicInteger();
    CommittedRecords.read(
        kafka,
        List.of(Topics.ANALYTICS_LATE),
        record -> {
          if (record.key().equals(window) && record.value() != null) {
            created.set(json(record.value()).get("created").asInt());
          }
        });
    return created.get();
  }

  private static JsonNode json(byte[] value) {
    try {
      return Json.tolerant().readTree(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long records(String topic) {
    List<String> keys = new ArrayList<>();
    CommittedRecords.read(kafka, List.of(topic), record -> keys.add(record.key()));
    return keys.size();
  }
}
