package pet.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import pet.analytics.rollup.Events;
import pet.messaging.Topics;
import pet.testing.Answer;
import pet.testing.PetProcess;
import pet.testing.Servers;

/** A process that starts while Kafka is away, and loses it again later. */
class OutageIT {

  private static final String QUERY =
      "/api/analytics/designs?grain=day&from=2026-11-20T00:00:00Z&to=2026-11-21T00:00:00Z";

  /** A runner gives its streams 5 s to close; six of them one after the other took 18. */
  private static final Duration GRACE = Duration.ofSeconds(14);

  @Test
  void startsWithoutKafkaCountsWhenItIsThereAndStopsWithoutIt() {
    try (Servers servers = Servers.start()) {
      servers.kafka().stop();
      try (PetProcess process =
          PetProcess.of("analytics-streams", List.of(new AnalyticsModule()), "analytics.yml")
              .on(servers)
              .with("analytics.application", "outage-it")
              .with(
                  "analytics.stateDirectory",
                  Path.of("target", "outage-it-" + ProcessHandle.current().pid()))
              .start()) {
        Answer early = process.get(QUERY, staff());
        assertThat(early.status()).isEqualTo(503);
        assertThat(early.header("Retry-After")).isNotNull();
        assertThat(process.get("/healthz").status()).isEqualTo(200);
        assertThat(healthy(process, "analytics-designs")).isFalse();
        assertThat(healthy(process, "analytics-view")).isFalse();

        servers.kafka().start();
        countsTo(process, servers, 1);
        await()
            .atMost(Duration.ofSeconds(30))
            .until(
                () -> healthy(process, "analytics-designs") && healthy(process, "analytics-view"));

        servers.kafka().stop();
        String asOf = process.get(QUERY, staff()).json().get("asOf").asText();
        await().atMost(Duration.ofSeconds(30)).until(() -> !healthy(process, "analytics-view"));
        // Old numbers, and it says how old.
        assertThat(process.get(QUERY, staff()).json().get("asOf").asText())
            .isLessThanOrEqualTo(java.time.Instant.parse(asOf).plusSeconds(1).toString());
        servers.kafka().start();
        countsTo(process, servers, 2);

        servers.kafka().stop();
        assertTimeout(GRACE, process::close, "to stop while Kafka is away");
      }
    }
  }

  private static void countsTo(PetProcess process, Servers servers, int number) {
    try (TestTopics topics = new TestTopics(servers.bootstrapServers())) {
      topics.send(Events.record("2026-11-20T10:00:00Z", Events.created("design-" + number, "ann")));
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () ->
                  topics.number(Topics.ANALYTICS_DESIGNS, "day|2026-11-20T00:00:00Z", "created")
                      == number);
    }
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> process.get(QUERY, staff()).json().at("/rows/0/created").asInt() == number);
  }

  private static boolean healthy(PetProcess process, String check) {
    return process.admin("/healthcheck").json().at("/" + check + "/healthy").asBoolean();
  }

  private static String staff() {
    return PetProcess.token("sam", "staff");
  }
}
