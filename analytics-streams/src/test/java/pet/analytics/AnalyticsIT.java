package pet.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pet.analytics.rollup.Events;
import pet.domain.Money;
import pet.domain.order.OrderStatus;
import pet.messaging.Topics;
import pet.testing.Answer;
import pet.testing.PetProcess;
import pet.testing.Servers;

/** The process that ships, on real Kafka: events in, answers out. */
class AnalyticsIT {

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
            .with("analytics.stateDirectory", Path.of("target", "analytics-it"))
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
        .until(
            () ->
                topics.number(Topics.ANALYTICS_DESIGNS, "day|2026-11-20T00:00:00Z", "created")
                    == 40);

    JsonNode hours =
        rows(
            "designs?grain=hour&from=2026-11-20T00:00:00Z&to=2026-11-21T00:00:00Z",
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
    await().until(() -> get("designs").status() == 200);
    String asOf = get("designs").json().get("asOf").asText();
    await().until(() -> get("designs").json().get("asOf").asText().compareTo(asOf) > 0);
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
        .untilAsserted(
            () -> {
              JsonNode health = process.admin("/healthcheck").json();
              assertThat(health.at("/analytics-streams/healthy").asBoolean()).isTrue();
              assertThat(health.at("/analytics-view/healthy").asBoolean()).isTrue();
            });
    assertThat(process.get("/ready").status()).isEqualTo(200);
  }

  private static JsonNode rows(String query, int count, String field, long first) {
    return await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () -> get(query).json().path("rows"),
            rows -> rows.size() == count && rows.get(0).get(field).asLong() == first);
  }

  private static Answer get(String query) {
    return process.get("/api/analytics/" + query, staff);
  }
}
