package pet.dev.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import pet.messaging.Json;

class ReportTest {

  private static final Source.Member BACKEND = member("backend", 4000);
  private static final Source.Member ONE = member("builder-1", 4002);
  private static final Source.Member TWO = member("builder-2", 4012);
  private static final String BACKENDS =
      """
      {"requestsPerMinute":120.4,"modules":{"order":"local","user":"off",
        "builder":"http://localhost:4002,http://localhost:4012"},
       "targets":[
        {"module":"builder","url":"http://localhost:4002","reached":"2026-11-22T10:00:00Z"},
        {"module":"builder","url":"http://localhost:4012","reached":"2026-11-22T10:00:00Z",
         "failed":"2026-11-22T10:00:09Z","failure":"REFUSED"}]}
      """;
  private static final String BUILDERS =
      "{\"requestsPerMinute\":2.04,\"modules\":{\"builder\":\"local\"}}";
  private static final String FINE = "{\"redis\":{\"healthy\":true}}";

  private static Source.Member member(String name, int port) {
    return Source.Member.there(
        name,
        "localhost:" + port,
        URI.create("http://localhost:" + port),
        URI.create("http://localhost:" + (port + 100)));
  }

  private static JsonNode json(String text) {
    try {
      return Json.tolerant().readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static Health healthy(Source.Member member, String modules) {
    return Health.of(member, true, json(FINE), json(modules));
  }

  @Test
  void listsEveryProcessAndTheReplicasOfEveryModule() {
    Report report =
        new Report(
            List.of(healthy(BACKEND, BACKENDS), healthy(ONE, BUILDERS), healthy(TWO, BUILDERS)));
    assertThat(report.isHealthy()).isTrue();
    assertThat(report.text().lines())
        .containsSubsequence(
            "process    address                admin  health   req/min  modules",
            "backend    http://localhost:4000  4100   healthy  120      order",
            "builder-1  http://localhost:4002  4102   healthy  2.0      builder",
            "builder-2  http://localhost:4012  4112   healthy  2.0      builder",
            "",
            "module   replicas  healthy  where",
            "builder  2         2        builder-1, builder-2",
            "order    1         1        backend");
  }

  @Test
  void countsAProcessThatIsAwayAmongTheReplicasOfItsModule() {
    Report report =
        new Report(
            List.of(
                healthy(BACKEND, BACKENDS),
                healthy(ONE, BUILDERS),
                Health.away(TWO, "does not answer")));
    assertThat(report.isHealthy()).isFalse();
    assertThat(report.text())
        .contains("builder-2  http://localhost:4012  4112   UNHEALTHY  -")
        .contains("builder  2         1        builder-1, builder-2")
        .contains("builder-2: does not answer");
  }

  @Test
  void countsAContainerThatIsGoneAmongTheReplicasOfItsModule() {
    Source.Member gone = Source.Member.gone("pet-builder-2", "builder", "is gone: Exited (137)");
    Health backend =
        healthy(BACKEND, "{\"modules\":{\"order\":\"local\",\"builder\":\"http://builder:4002\"}}");
    Report report =
        new Report(
            List.of(backend, healthy(ONE, BUILDERS), Health.away(gone, "is gone: Exited (137)")));
    assertThat(report.isHealthy()).isFalse();
    assertThat(report.text())
        .containsPattern("pet-builder-2 +- +- +UNHEALTHY +-")
        .containsPattern("builder +2 +1 +builder-1, pet-builder-2")
        .contains("pet-builder-2: is gone: Exited (137)");
  }

  @Test
  void tellsWhatIsWrongWithAProcess() {
    Health sick =
        Health.of(
            ONE,
            false,
            json(
                "{\"redis\":{\"healthy\":false,\"message\":\"refused\"},\"kafka\":{\"healthy\":true}}"),
            json(BUILDERS));
    Report report = new Report(List.of(sick));
    assertThat(report.isHealthy()).isFalse();
    assertThat(report.text())
        .contains("builder-1: not ready, redis (refused)")
        .doesNotContain("kafka");
  }

  @Test
  void tellsWhomAProcessDidNotReachLastTime() {
    Report report = new Report(List.of(healthy(BACKEND, BACKENDS)));
    assertThat(report.text())
        .contains("backend did not reach http://localhost:4012 at 2026-11-22T10:00:09Z")
        .doesNotContain("reach http://localhost:4002");
  }

  @Test
  void understandsAProcessThatTellsOnlyItsMap() {
    Report report = new Report(List.of(healthy(ONE, "{\"modules\":{\"builder\":\"local\"}}")));
    assertThat(report.text()).contains("4102   healthy  -        builder");
  }

  @Test
  void nothingAtAllIsNotHealthy() {
    assertThat(new Report(List.of()).isHealthy()).isFalse();
  }
}
