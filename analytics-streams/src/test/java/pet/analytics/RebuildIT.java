package pet.analytics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.codahale.metrics.MetricRegistry;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import pet.analytics.RebuildComparison.Result;
import pet.analytics.RebuildComparison.Verdict;
import pet.analytics.rollup.Events;
import pet.domain.Money;
import pet.domain.order.OrderStatus;
import pet.domain.webhook.WebhookReceived;
import pet.messaging.Json;
import pet.messaging.KafkaSettings;
import pet.messaging.Topics;
import pet.testing.PetProcess;
import pet.testing.Servers;

/** Rollups counted anew beside a process that counts, which takes the new ones up by itself. */
class RebuildIT {

  private static final Duration SOON = Duration.ofSeconds(90);
  private static final String DESIGNS = Topics.ANALYTICS_DESIGNS;

  /** No other test sends anything too late. */
  private static final String DAY_OF_LATE_ONES = "2026-11-05";

  private static final Path SCRATCH =
      Path.of("target", "rebuild-it-" + ProcessHandle.current().pid());

  private static Servers servers;
  private static PetProcess process;
  private static TestTopics topics;
  private static KafkaSettings kafka;

  @BeforeAll
  static void start() {
    // Of its own: whatever else is in the topics would be counted, too.
    servers = Servers.start();
    kafka = KafkaSettings.at(servers.bootstrapServers());
    topics = new TestTopics(servers.bootstrapServers());
    process =
        PetProcess.of("analytics-streams", List.of(new AnalyticsModule()), "analytics.yml")
            .on(servers)
            .with("analytics.stateDirectory", SCRATCH.resolve("streams"))
            .start();
  }

  @AfterAll
  static void stop() {
    process.close();
    topics.close();
    servers.close();
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
    write(DESIGNS, day, "{\"created\":11}");
    write(DESIGNS, other, null);
    write(DESIGNS, bogus, "{\"created\":1}");
    await().atMost(SOON).until(() -> topics.latest(DESIGNS, bogus) != null);

    Result dry = rebuild("designs", true);
    assertThat(dry.windows()).containsEntry(Verdict.UPDATED, 1).containsEntry(Verdict.REMOVED, 1);
    assertThat(created(day)).isEqualTo(11);
    Map<TopicPartition, Long> before = ends(DESIGNS);

    Result result = rebuild("designs", false);
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
        .untilAsserted(() -> assertThat(names()).noneMatch(name -> name.contains(".rebuild.")));
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(names().stream().filter(n -> n.startsWith("pet-analytics-designs-")))
                    .isNotEmpty()
                    .allMatch(name -> name.startsWith("pet-analytics-designs-g")));
    assertThat(rebuild("designs", true).windows()).containsOnlyKeys(Verdict.EQUAL);
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
      rebuild("options", false);
      int then = sent.get();
      await().atMost(SOON).until(() -> units(day) > 2L * then);
      assertThat(feeding.isDone()).isFalse();
    } finally {
      feeder.shutdown();
    }
    await().atMost(SOON).until(feeder::isTerminated);
    await().atMost(SOON).untilAsserted(() -> assertThat(units(day)).isEqualTo(2L * sent.get()));
    // What it goes on with is what a rebuild by itself comes to.
    Result again = rebuild("options", true);
    assertThat(again.windows()).containsKey(Verdict.EQUAL).doesNotContainKey(Verdict.LEFT);
    // But for what another test sent too late: it is in time for a rebuild that reads it before the
    // other topic's watermark.
    assertThat(again.differences())
        .filteredOn(RebuildComparison::isOfWindow)
        .allMatch(difference -> difference.place().key().contains(DAY_OF_LATE_ONES));
  }

  /** A design, and an order of two of it; every fifth order arrives twice. */
  private static void feed(int n) {
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
  void oneThatIsKilledLeavesNothingThatHarmsAndIsRepeated() throws Exception {
    String day = "day|2026-11-08T00:00:00Z";
    for (int i = 0; i < 20; i++) {
      topics.send(
          Events.record(
              "2026-11-08T10:00:00Z",
              Events.ordered("killed-" + i, OrderStatus.CONFIRMED, 1, Money.usd(100))));
    }
    await().atMost(SOON).until(() -> orders(day) == 20);
    write(Topics.ANALYTICS_ORDERS, day, "{\"orders\":7}");
    await().atMost(SOON).until(() -> orders(day) == 7);

    // While it counts; and while the process has paused for it.
    for (String sign : List.of(".rebuild.", "takeover")) {
      Process killed = command("orders");
      await().atMost(SOON).until(() -> names().stream().anyMatch(n -> n.contains(".rebuild.")));
      if (sign.equals("takeover")) {
        await().atMost(SOON).until(this::isTakenOver);
      }
      killed.destroyForcibly().waitFor();
      assertThat(orders(day)).isEqualTo(7);
    }
    String next = "day|2026-11-09T00:00:00Z";
    topics.send(
        Events.record(
            "2026-11-09T10:00:00Z",
            Events.ordered("killed-on", OrderStatus.CONFIRMED, 1, Money.usd(100))));
    await().atMost(SOON).until(() -> orders(next) == 1);

    assertThat(rebuild("orders", false).windows()).containsEntry(Verdict.UPDATED, 1);
    await().atMost(SOON).until(() -> orders(day) == 20);
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(names()).noneMatch(name -> name.contains(".rebuild.")));
  }

  private boolean isTakenOver() {
    List<String> keys = new ArrayList<>();
    CommittedRecords.read(
        kafka,
        List.of(Generations.topic("pet-analytics")),
        record -> {
          if (record.value() != null) {
            keys.add(record.key());
          }
        });
    return keys.contains("orders|takeover");
  }

  private static long orders(String day) {
    return topics.number(Topics.ANALYTICS_ORDERS, day, "orders");
  }

  private static Process command(String rollup) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            RebuildRollups.class.getName(),
            "analytics.yml",
            rollup);
    builder.environment().put("PET_KAFKA", servers.bootstrapServers());
    builder.environment().put("PET_ANALYTICS_STATE", SCRATCH.resolve("command").toString());
    File log = SCRATCH.resolve("command.log").toFile();
    return builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
        .start();
  }

  @Test
  void anotherVersionIsNotGoneOnWithButCountedAnew() {
    String day = "day|2026-11-07T00:00:00Z";
    Generation newer = new Generation("fulfilment", 1, 2);
    send(new Generations(kafka, "pet-analytics").record(newer));
    await()
        .atMost(SOON)
        .until(
            () ->
                process
                    .admin("/healthcheck")
                    .json()
                    .at("/analytics-fulfilment/message")
                    .asText()
                    .contains("a newer build is to be deployed"));
    topics.send(
        Events.record(
            "2026-11-07T10:00:00Z",
            Events.ordered("back", OrderStatus.CONFIRMED, 1, Money.usd(100))));
    topics.send(
        Events.record(
            "2026-11-07T10:00:05Z",
            Events.moved("back", OrderStatus.CONFIRMED, OrderStatus.IN_PRODUCTION)));
    rebuild("fulfilment", false);
    await()
        .atMost(SOON)
        .until(() -> topics.number(Topics.ANALYTICS_FULFILMENT, day + "|CONFIRMED", "count") == 1);
    topics.send(
        Events.record(
            "2026-11-07T10:00:09Z",
            Events.moved("back", OrderStatus.IN_PRODUCTION, OrderStatus.SHIPPED)));
    await()
        .atMost(SOON)
        .until(
            () -> topics.number(Topics.ANALYTICS_FULFILMENT, day + "|IN_PRODUCTION", "count") == 1);
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

    rebuild("designs", false);

    assertThat(records(poisoned)).isEqualTo(dead);
    assertThat(late(late)).isEqualTo(1);
    await().atMost(SOON).until(() -> created("day|" + DAY_OF_LATE_ONES + "T00:00:00Z") == 1);
  }

  @Test
  void oneRebuildsAtATime() {
    Rollups rollups = rollups();
    try (RebuildTopics all = new RebuildTopics(kafka, "pet-analytics", rollups.all().get(3))) {
      all.makeShared();
    }
    try (RebuildSeat seat = RebuildSeat.take(kafka, "pet-analytics", rollups.all().get(3))) {
      assertThat(seat.places()).isNotEmpty();
      assertThatThrownBy(() -> rebuild("funnel", false))
          .isInstanceOf(CannotRebuildException.class)
          .hasMessageContaining("somebody else rebuilds funnel");
    }
  }

  @Test
  void itIsRefusedWhereTheFirstEventsAreGone() throws Exception {
    for (int i = 0; i < 20; i++) {
      topics.send(
          Events.record("2026-11-18T10:00:00Z", new WebhookReceived("w" + i, "shopify", "a/b")));
    }
    String window = "day|2026-11-18T00:00:00Z|a/b";
    await()
        .atMost(SOON)
        .until(() -> topics.number(Topics.ANALYTICS_WEBHOOKS, window, "received") == 20);
    try (Admin admin = Admin.create(kafka.clientProperties())) {
      TopicPartition partition = new TopicPartition(Topics.WEBHOOK_EVENTS, 0);
      admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(1))).all().get();
    }
    assertThatThrownBy(() -> rebuild("webhooks", false))
        .isInstanceOf(CannotRebuildException.class)
        .hasMessageContaining("are gone");
    assertThat(topics.number(Topics.ANALYTICS_WEBHOOKS, window, "received")).isEqualTo(20);
  }

  private static Result rebuild(String rollup, boolean dryRun) {
    Rollups rollups = rollups();
    return new Rebuild(
            kafka,
            AnalyticsSettings.DEFAULT.in(SCRATCH.resolve("anew")),
            rollups.named(rollup).orElseThrow(),
            line -> {})
        .run(dryRun);
  }

  private static Rollups rollups() {
    return new Rollups(AnalyticsSettings.DEFAULT.times(), new MetricRegistry());
  }

  private static long created(String window) {
    return topics.number(DESIGNS, window, "created");
  }

  private static void write(String topic, String key, String json) {
    send(new ProducerRecord<>(topic, key, json == null ? null : json.getBytes(UTF_8)));
  }

  private static void send(ProducerRecord<String, byte[]> record) {
    topics.send(record);
  }

  private static Map<TopicPartition, Long> ends(String topic) {
    try (RebuildTopics all = new RebuildTopics(kafka, "pet-analytics", rollups().all().get(0))) {
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

  private static List<String> names() {
    try (Admin admin = Admin.create(kafka.clientProperties())) {
      return List.copyOf(admin.listTopics().names().get());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
