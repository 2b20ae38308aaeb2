package pet.dev;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pet.domain.ModuleName;
import pet.domain.ProblemCode;
import pet.messaging.Json;
import pet.platform.http.BodyLimit;

/** The edge's table and its words are the platform's. */
class EdgeTest {

  private static final String NGINX = ComposeFiles.read("nginx/nginx.conf");
  private static final ComposeFiles COMPOSE = ComposeFiles.with(Map.of());

  /** Orders and users are reached by the backend, wherever they run. */
  private static final Map<ModuleName, String> SERVICES =
      Map.of(
          ModuleName.BUILDER, "builder-service",
          ModuleName.WEBHOOK, "webhook-ingest",
          ModuleName.ANALYTICS, "analytics-streams");

  @Test
  void routesEveryModulesPathsAndNoOthers() {
    Map<String, String> expected = new TreeMap<>();
    SERVICES.forEach(
        (module, service) ->
            module.paths().forEach(path -> expected.put(pattern(path), upstream(service))));
    expected.put("default", upstream("backend"));
    assertThat(table()).isEqualTo(expected);
  }

  /** A servlet path pattern as nginx writes it. */
  private static String pattern(String path) {
    return path.endsWith("/*")
        ? "~^" + path.substring(0, path.length() - 2) + "(/|$)"
        : "~^" + path + "$";
  }

  private static String upstream(String service) {
    return service + ":" + COMPOSE.environment(service).get("PET_PORT");
  }

  private static Map<String, String> table() {
    String map = ComposeFiles.find(NGINX, "(?s)map \\$uri \\$service \\{(.*?)\\n  }").get(0);
    return map.lines()
        .map(line -> line.strip().replaceFirst(";$", ""))
        .filter(line -> !line.isEmpty())
        .map(line -> line.split("\\s+"))
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (a, b) -> b, TreeMap::new));
  }

  @Test
  void speaksInTheStoresProblems() throws Exception {
    List<String> bodies = ComposeFiles.find(NGINX, "return \\d+ '(\\{.*})';");
    List<String> statuses = ComposeFiles.find(NGINX, "return (\\d+) '\\{.*}';");
    assertThat(bodies).hasSizeGreaterThan(3);
    for (int i = 0; i < bodies.size(); i++) {
      JsonNode problem = Json.strict().readTree(bodies.get(i));
      assertThat(problem.get("status").asText()).isEqualTo(statuses.get(i));
      ProblemCode code = code(problem.get("type").asText());
      assertThat(problem.get("title").asText()).isEqualTo(code.title());
    }
  }

  private static ProblemCode code(String type) {
    return Arrays.stream(ProblemCode.values())
        .filter(code -> type.equals("urn:pet:problem:" + code.code()))
        .findFirst()
        .orElseThrow(() -> new AssertionError(type + " is no problem of ours"));
  }

  @Test
  void takesBodiesAsLargeAsTheServicesDo() throws Exception {
    assertThat(ComposeFiles.find(NGINX, "client_max_body_size (\\w+);"))
        .containsExactly("64k", "1m");
    assertThat(BodyLimit.DEFAULT).isEqualTo(64 * 1024);
    assertThat(ComposeFiles.read("../webhook-ingest/src/main/java/pet/webhook/Intake.java"))
        .contains("MAX_BODY = 1024 * 1024;");
  }

  @ParameterizedTest
  @CsvSource({
    "/api/orders/5c3f0f6e/events, true",
    "/api/orders/HH-7K2M/events, true",
    "/api/analytics/stream, true",
    "/api/orders/5c3f0f6e, false",
    "/api/orders/5c3f0f6e/events/x, false",
    "/api/analytics/orders, false"
  })
  void passesEachEventOnAtOnce(String path, boolean live) {
    List<String> place =
        ComposeFiles.find(NGINX, "(?s)location ~ \"([^\"]+)\" \\{\\s+proxy_buffering off;");
    assertThat(place).hasSize(1);
    assertThat(path.matches(place.get(0))).isEqualTo(live);
  }

  @Test
  void tellsNoVersionAndWritesNoQueryString() {
    assertThat(NGINX).contains("server_tokens off;").contains("error_log stderr crit;");
    String format = ComposeFiles.find(NGINX, "(?s)log_format paths (.*?);").get(0);
    assertThat(format)
        .contains("$told_path")
        .doesNotContain("$request_uri", "$args", "\"$request\"");
    // Of links that open by their token, not the token.
    String told = ComposeFiles.find(NGINX, "(?s)map \\$uri \\$told_path \\{(.*?)\\n  }").get(0);
    assertThat(told).contains("/api/(orders/track|designs/shared)/", "$link-;", "default $uri;");
  }
}
