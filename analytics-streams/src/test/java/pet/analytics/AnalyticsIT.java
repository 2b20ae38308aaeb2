package pet.analytics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pet.analytics.rollup.DeadLetterReplay;
import pet.analytics.rollup.Events;
import pet.domain.Money;
import pet.domain.order.OrderStatus;
import pet.domain.webhook.WebhookProcessed;
import pet.domain.webhook.WebhookReceived;
import pet.messaging.KafkaSettings;
import pet.messaging.Topics;
import pet.testing.Answer;
import pet.testing.PetProcess;
import pet.testing.Servers;

/** The process that ships, on real Kafka: events in, answers out. */
class AnalyticsIT {

  // The first answer waits until six topologies have started.
  private static final Duration SOON = Duration.ofSeconds(30);

  private static PetProcess process;
  private static TestTopics topics;
  private static String staff;

  @BeforeAll
  static void start() {
    Servers servers = Servers.shared();
    process =
        PetProcess.of("analytics-streams", List.of(new AnalyticsModule()), "analytics.yml")
            .on(servers)
            .with("analytics.application", "analytics-it")
            // Of this run alone: another run's Kafka knows nothing of it.
            .with(
                "analytics.stateDirectory",
                Path.of("target", "analytics-it-" + ProcessHandle.current().pid()))
            .start();
    topics = new TestTopics(servers.bootstrapServers());
    staff = PetProcess.token("sam", "staff");
  }

  @AfterAll
  static void stop() {
    topics.close();
    process.close();
  }

  @Test
  void eventsBecomeRowsOnceEach() {
    for (int i = 0; i < 40; i++) {
      var created =
          Events.record(
              "2026-11-20T10:%02d:30Z".formatted(i / 2), Events.created("d" + i, "u" + i / 4));
      topics.send(created);
      if (i % 5 == 0) {
        topics.send(created);
      }
    }
    await()
        .atMost(SOON)
        .until(
            () ->
                topics.number(Topics.ANALYTICS_DESIGNS, "day|2026-11-20T00:00:00Z", "created")
                    == 40);

    JsonNode hours =
        rows(
            "designs?grain=hour&from=2026-11-20T10:00:00Z&to=2026-11-20T11:00:00Z",
            1,
            "created",
            40);
    assertThat(hours.get(0))
        .hasToString(
            "{\"windowStart\":\"2026-11-20T10:00:00Z\",\"windowEnd\":\"2026-11-20T11:00:00Z\","
                + "\"final\":false,\"created\":40,\"updated\":0,\"shared\":0,\"deleted\":0,"
                + "\"designers\":10}");
    JsonNode minutes =
        rows(
            "designs?grain=minute&from=2026-11-20T10:05:30Z&to=2026-11-20T10:08:00Z",
            3,
            "created",
            2);
    assertThat(minutes.get(0).get("windowStart").asText()).isEqualTo("2026-11-20T10:05:00Z");
    assertThat(minutes.get(2).get("windowEnd").asText()).isEqualTo("2026-11-20T10:08:00Z");
  }

  /** As a topology puts it aside; what could not be processed is mended since. */
  @Test
  void aDeadLetterIsReplayedOnceForItsTopologyAlone() {
    String day = "day|2026-11-17T00:00:00Z";
    ProducerRecord<String, byte[]> event =
        Events.record("2026-11-17T10:00:00Z", Events.created("mended", "ann"));
    ProducerRecord<String, byte[]> poison =
        new ProducerRecord<>(
            event.topic(), null, event.timestamp(), "poison", new byte[] {'{'}, event.headers());
    poison.headers().remove("ce_id").add("ce_id", "poison".getBytes(UTF_8));
    topics.send(poison);
    ProducerRecord<String, byte[]> letter =
        new ProducerRecord<>(
            Topics.deadLetters(event.topic()),
            null,
            event.timestamp(),
            event.key(),
            event.value(),
            Events.record("2026-11-17T10:00:00Z", Events.created("mended", "ann")).headers());
    letter.headers().add("pet_dlq_topology", "designs".getBytes(UTF_8));
    letter.headers().add("pet_dlq_reason", "a bug".getBytes(UTF_8));
    topics.send(letter);
    DeadLetterReplay replay =
        new DeadLetterReplay(KafkaSettings.at(Servers.shared().bootstrapServers()), "designs");
    List<String> sources = List.of(Topics.DESIGN_EVENTS);

    // The poison comes back as often as it is replayed; the other is gone after the first time.
    int first = await().atMost(SOON).until(() -> replay.run(sources, n -> {}), n -> n > 0);
    await().atMost(SOON).until(() -> topics.number(Topics.ANALYTICS_DESIGNS, day, "created") == 1);
    await().atMost(SOON).until(() -> replay.run(sources, n -> {}) == 1);
    await().atMost(SOON).until(() -> replay.run(sources, n -> {}) == 1);

    assertThat(first).isBetween(1, 2);
    assertThat(topics.number(Topics.ANALYTICS_DESIGNS, day, "created")).isEqualTo(1);
    assertThat(topics.latest(Topics.ANALYTICS_OPTIONS, day)).isNull();
  }

  @Test
  void operatorsSeeHowFarEachTopologyIs() {
    // A day of its own: the other tests' events are in the same topics.
    topics.send(Events.record("2026-10-02T10:00:00Z", Events.created("watched", "ann")));
    await()
        .atMost(SOON)
        .until(
            () ->
                topics.number(Topics.ANALYTICS_DESIGNS, "day|2026-10-02T00:00:00Z", "created")
                    == 1);

    for (String rollup :
        List.of("designs", "orders", "options", "funnel", "fulfilment", "webhooks")) {
      await().atMost(SOON).until(() -> metric(rollup, "lag") == 0);
      assertThat(metric(rollup, "restoring")).isZero();
      assertThat(metric(rollup, "state_bytes")).isPositive();
      assertThat(
              process.admin("/healthcheck").json().at("/analytics-" + rollup + "/message").asText())
          .matches("running for \\d+ s, \\d+ records behind");
    }
  }

  private static double metric(String rollup, String name) {
    String line = "analytics_" + rollup + "_" + name + " ";
    return process
        .admin("/metrics")
        .text()
        .lines()
        .filter(metric -> metric.startsWith(line))
        .mapToDouble(metric -> Double.parseDouble(metric.substring(line.length())))
        .findFirst()
        .orElse(-1);
  }

  @Test
  void gapsAreZerosAndWindowsBecomeFinalByTheWatermark() {
    String range = "grain=hour&from=2026-11-18T09:00:00Z&to=2026-11-18T13:00:00Z";
    topics.send(Events.record("2026-11-18T10:30:00Z", Events.created("early", "ann")));
    rows("designs?" + range, 4, "created", 0);
    topics.watermark("2026-11-18T12:01:00Z");
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(get("designs?" + range).json().get("rows"))
                    .extracting(
                        row -> row.get("windowStart").asText().substring(11, 13),
                        row -> row.get("created").asInt(),
                        row -> row.get("final").asBoolean())
                    .containsExactly(
                        tuple("09", 0, true),
                        tuple("10", 1, true),
                        tuple("11", 0, true),
                        tuple("12", 0, false)));
    for (String rollup : List.of("orders", "options")) {
      await()
          .atMost(SOON)
          .until(() -> get(rollup + "?" + range).json().at("/rows/2/final").asBoolean());
      assertThat(get(rollup + "?" + range).json().at("/rows/3/final").asBoolean()).isFalse();
    }
    // What nobody has asked about for a while is the same answer.
    Answer answer = get("designs?" + range);
    assertThat(
            process
                .send(
                    process
                        .request("/api/analytics/designs?" + range, staff)
                        .header("If-None-Match", answer.header("ETag")))
                .status())
        .isEqualTo(304);
  }

  @Test
  void whatHasNotComeYetAndWhatWasRemovedIsNoZero() {
    await().atMost(SOON).until(() -> get("designs").status() == 200);
    for (String range :
        List.of(
            "grain=day&from=2126-01-01T00:00:00Z&to=2126-01-05T00:00:00Z",
            "grain=minute&from=2020-01-01T00:00:00Z&to=2020-01-01T01:00:00Z")) {
      assertThat(get("designs?" + range).json().get("rows")).as(range).isEmpty();
    }
  }

  @Test
  void everyRollupIsAnswered() {
    topics.send(Events.record("2026-11-21T10:00:00Z", new WebhookReceived("w1", "shopify", "a/b")));
    topics.send(
        Events.record("2026-11-21T10:00:10Z", new WebhookProcessed("w1", "shopify", "a/b", 25)));
    String design = "d-of-all";
    topics.send(Events.record("2026-11-21T10:00:00Z", Events.created(design, "ann")));
    topics.send(
        Events.record(
            "2026-11-21T11:00:00Z", Events.ordered("o-of-all", Events.units(design, 1, 3))));
    topics.send(
        Events.record(
            "2026-11-21T11:00:20Z",
            Events.moved("o-of-all", OrderStatus.CONFIRMED, OrderStatus.IN_PRODUCTION)));
    String day = "?grain=day&from=2026-11-21T00:00:00Z&to=2026-11-22T00:00:00Z";
    assertEventually("webhooks" + day, "/rows/0/lagP99", 25);
    assertEventually("options" + day, "/rows/0/orderedUnits/sizes/0/count", 3);
    assertEventually("funnel" + day, "/rows/0/ordered", 1);
    assertEventually("fulfilment" + day, "/rows/0/count", 1);
  }

  private static void assertEventually(String query, String pointer, int number) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              JsonNode answer = get(query).json();
              assertThat(answer.at(pointer).asInt()).as(answer.toString()).isEqualTo(number);
            });
  }

  @Test
  void ordersBecomeMoneyAndMoves() {
    topics.send(
        Events.record(
            "2026-11-20T10:00:00Z",
            Events.ordered("o1", OrderStatus.CONFIRMED, 2, Money.of("49.99", "USD"))));
    topics.send(
        Events.record(
            "2026-11-20T11:00:00Z",
            Events.ordered("o2", OrderStatus.CONFIRMED, 1, Money.of("50.00", "USD"))));
    topics.send(
        Events.record(
            "2026-11-20T12:00:00Z",
            Events.moved("o1", OrderStatus.CONFIRMED, OrderStatus.SHIPPED)));
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(
                        get("orders?grain=day&from=2026-11-20T00:00:00Z&to=2026-11-21T00:00:00Z")
                            .json()
                            .get("rows"))
                    .hasToString(
                        "[{\"windowStart\":\"2026-11-20T00:00:00Z\","
                            + "\"windowEnd\":\"2026-11-21T00:00:00Z\",\"final\":false,"
                            + "\"orders\":2,\"units\":3,"
                            + "\"revenue\":[{\"amount\":\"99.99\",\"currencyCode\":\"USD\"}],"
                            + "\"averageOrderValue\":[{\"amount\":\"50.00\",\"currencyCode\":\"USD\"}],"
                            + "\"byStatus\":{\"CONFIRMED\":2,\"SHIPPED\":1}}]"));
  }

  @Test
  void anAnswerSaysHowFreshItIs() {
    await().atMost(SOON).until(() -> get("designs").status() == 200);
    String asOf = get("designs").json().get("asOf").asText();
    await()
        .atMost(SOON)
        .until(() -> get("designs").json().get("asOf").asText().compareTo(asOf) > 0);
  }

  @Test
  void onlyStaffAreAnswered() {
    assertThat(process.get("/api/analytics/designs").status()).isEqualTo(401);
    assertThat(process.get("/api/analytics/designs", PetProcess.token("ann", null)).status())
        .isEqualTo(403);
    assertThat(get("secrets").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({
    "grain=year,grain",
    "from=yesterday,from",
    "to=2026-13-01T00:00:00Z,to",
    "from=2026-11-21T00:00:00Z&to=2026-11-20T00:00:00Z,from",
    "grain=minute&from=2026-01-01T00:00:00Z&to=2026-11-20T00:00:00Z,from",
    "from=%2B999999999-12-31T23:59:59Z,from",
    "to=-999999999-01-01T00:00:00Z,to",
  })
  void badInputNamesTheParameter(String query, String field) {
    Answer answer = get("designs?" + query);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
    assertThat(answer.json().at("/errors/0/field").asText()).isEqualTo(field);
  }

  @Test
  void healthTellsOfBothHalves() {
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              JsonNode health = process.admin("/healthcheck").json();
              assertThat(health.at("/analytics-designs/healthy").asBoolean()).isTrue();
              assertThat(health.at("/analytics-view/healthy").asBoolean()).isTrue();
            });
    assertThat(process.get("/ready").status()).isEqualTo(200);
  }

  private static JsonNode rows(String query, int count, String field, long first) {
    return await()
        .atMost(SOON)
        .until(
            () -> get(query).json().path("rows"),
            rows -> rows.size() == count && rows.get(0).get(field).asLong() == first);
  }

  private static Answer get(String query) {
    return process.get("/api/analytics/" + query, staff);
  }
}
