package pet.dev.status;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a process is.
 *
 * @param trouble what is wrong with it; empty for a healthy one
 * @param hosts the modules that run in it
 * @param elsewhere by module, the URLs of those that do not
 * @param requestsPerMinute as it counts them; empty where it does not tell
 * @param lost URLs that did not answer it the last time, with when
 */
record Health(
    Source.Member process,
    List<String> trouble,
    List<String> hosts,
    Map<String, List<URI>> elsewhere,
    Optional<Double> requestsPerMinute,
    Map<URI, Instant> lost) {

  boolean isHealthy() {
    return trouble.isEmpty();
  }

  /**
   * A process that tells nothing.
   *
   * @param why for people
   */
  static Health away(Source.Member process, String why) {
    return new Health(process, List.of(why), List.of(), Map.of(), Optional.empty(), Map.of());
  }

  static Health of(Source.Member process, boolean ready, JsonNode checks, JsonNode told) {
    List<String> trouble = new ArrayList<>();
    if (!ready) {
      trouble.add("not ready");
    }
    checks
        .properties()
        .forEach(
            check -> {
              if (!check.getValue().path("healthy").asBoolean()) {
                String said = check.getValue().path("message").asText();
                trouble.add(check.getKey() + (said.isEmpty() ? "" : " (" + said + ")"));
              }
            });
    List<String> hosts = new ArrayList<>();
    Map<String, List<URI>> elsewhere = new LinkedHashMap<>();
    told.path("modules")
        .properties()
        .forEach(module -> place(module.getKey(), module.getValue().asText(), hosts, elsewhere));
    return new Health(
        process,
        List.copyOf(trouble),
        List.copyOf(hosts),
        elsewhere,
        Optional.of(told.path("requestsPerMinute"))
            .filter(JsonNode::isNumber)
            .map(JsonNode::asDouble),
        lost(told.path("targets")));
  }

  private static void place(
      String module, String where, List<String> hosts, Map<String, List<URI>> elsewhere) {
    if (where.equals("local")) {
      hosts.add(module);
    } else if (!where.equals("off")) {
      elsewhere.put(module, List.of(where.split(",")).stream().map(URI::create).toList());
    }
  }

  private static Map<URI, Instant> lost(JsonNode targets) {
    Map<URI, Instant> lost = new LinkedHashMap<>();
    for (JsonNode target : targets) {
      Instant failed = instant(target.path("failed"));
      if (failed.isAfter(instant(target.path("reached")))) {
        lost.put(URI.create(target.path("url").asText()), failed);
      }
    }
    return lost;
  }

  private static Instant instant(JsonNode node) {
    return node.isTextual() ? Instant.parse(node.textValue()) : Instant.EPOCH;
  }
}
