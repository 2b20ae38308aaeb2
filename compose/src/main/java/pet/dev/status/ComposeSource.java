package pet.dev.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import pet.messaging.Json;

/**
 * What {@code make dev-services} runs in containers: every replica of every service, by the ports
 * that it has on this machine.
 */
final class ComposeSource implements Source {

  private static final ObjectMapper JSON = Json.tolerant();
  private static final List<String> ASK =
      List.of(
          "docker",
          "compose",
          "-f",
          "compose/docker-compose.yml",
          "-f",
          "compose/docker-compose.microservices.yml",
          "--profile",
          "full",
          "ps",
          "--format",
          "json");
  // An application port; the operators' is a hundred above.
  private static final int FIRST = 4000;
  private static final int LAST = 4005;
  private static final int ADMIN = 100;

  private final List<Member> members;

  ComposeSource() {
    members = read(ask());
  }

  /** What Compose says, a container a line; nothing where there is no Docker. */
  private static String ask() {
    try {
      Process process =
          new ProcessBuilder(ASK).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0 ? said : "";
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  static List<Member> read(String lines) {
    List<Member> members = new ArrayList<>();
    lines.lines().filter(line -> !line.isBlank()).forEach(line -> add(line, members));
    members.sort(Comparator.comparing(Member::name));
    return List.copyOf(members);
  }

  private static void add(String line, List<Member> members) {
    JsonNode container;
    try {
      container = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("docker compose ps did not answer in JSON", e);
    }
    Map<Integer, Integer> published = new HashMap<>();
    for (JsonNode port : container.path("Publishers")) {
      published.put(port.path("TargetPort").asInt(), port.path("PublishedPort").asInt());
    }
    for (int port = FIRST; port <= LAST; port++) {
      if (published.getOrDefault(port, 0) > 0 && published.getOrDefault(port + ADMIN, 0) > 0) {
        members.add(
            new Member(
                container.path("Name").asText(),
                local(published.get(port)),
                local(published.get(port + ADMIN))));
      }
    }
  }

  private static URI local(int port) {
    return URI.create("http://localhost:" + port);
  }

  @Override
  public String title() {
    return members.isEmpty()
        ? "make dev-services does not run"
        : "containers, by make dev-services";
  }

  @Override
  public List<Member> processes() {
    return members;
  }
}
