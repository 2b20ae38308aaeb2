package pet.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static pet.analytics.RebuildFixture.SOON;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import pet.analytics.RebuildComparison.Verdict;
import pet.analytics.rollup.Events;
import pet.domain.Money;
import pet.domain.order.OrderStatus;
import pet.domain.webhook.WebhookReceived;
import pet.messaging.KafkaSettings;
import pet.messaging.Topics;

/** A rebuild that is killed, refused, or of another version than what counts. */
class BrokenOffRebuildIT {

  private static RebuildFixture fixture;
  private static TestTopics topics;
  private static KafkaSettings kafka;

  @BeforeAll
  static void start() {
    fixture = new RebuildFixture("broken-off-rebuild-it");
    topics = fixture.topics;
    kafka = fixture.kafka;
  }

  @AfterAll
  static void stop() {
    fixture.close();
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
    fixture.write(Topics.ANALYTICS_ORDERS, day, "{\"orders\":7}");
    await().atMost(SOON).until(() -> orders(day) == 7);

    // While it counts; and while the process has paused for it.
    for (String sign : List.of(".rebuild.", "takeover")) {
      Process killed = command("orders");
      await()
          .atMost(SOON)
          .until(() -> fixture.names().stream().anyMatch(n -> n.contains(".rebuild.")));
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

    assertThat(fixture.rebuild("orders", false).windows()).containsEntry(Verdict.UPDATED, 1);
    await().atMost(SOON).until(() -> orders(day) == 20);
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> assertThat(fixture.names()).noneMatch(name -> name.contains(".rebuild.")));
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
    builder.environment().put("PET_KAFKA", fixture.servers.bootstrapServers());
    builder.environment().put("PET_ANALYTICS_STATE", fixture.scratch.resolve("command").toString());
    File log = fixture.scratch.resolve("command.log").toFile();
    return builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
        .start();
  }

  @Test
  void anotherVersionIsNotGoneOnWithButCountedAnew() {
    String day = "day|2026-11-07T00:00:00Z";
    Generation newer = new Generation("fulfilment", 1, 2);
    topics.send(new Generations(kafka, "pet-analytics").record(newer));
    await()
        .atMost(SOON)
        .until(
            () ->
                fixture
                    .process
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
    fixture.rebuild("fulfilment", false);
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
  void oneRebuildsAtATime() {
    Rollups rollups = RebuildFixture.rollups();
    try (RebuildTopics all = new RebuildTopics(kafka, "pet-analytics", rollups.all().get(3))) {
      all.makeShared();
    }
    try (RebuildLock lock = RebuildLock.take(kafka, "pet-analytics", rollups.all().get(3))) {
      assertThat(lock.offsets()).isNotEmpty();
      assertThatThrownBy(() -> fixture.rebuild("funnel", false))
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
    assertThatThrownBy(() -> fixture.rebuild("webhooks", false))
        .isInstanceOf(CannotRebuildException.class)
        .hasMessageContaining("are gone");
    assertThat(topics.number(Topics.ANALYTICS_WEBHOOKS, window, "received")).isEqualTo(20);
  }
}
