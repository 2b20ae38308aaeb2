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
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import pet.messaging.Json;

/**
 * What {@code make dev-services} runs in containers: every replica of every service, by the ports
 * that it has on this machine. One that has ended is told of, too, and a service without any.
 */
final class ComposeSource implements Source {

  private static final ObjectMapper JSON = Json.tolerant();
  private static final List<String> COMPOSE =
      List.of(
          "docker",
          "compose",
          "-f",
          "compose/docker-compose.yml",
          "-f",
          "compose/docker-compose.microservices.yml");
  private static final List<String> CONTAINERS =
      List.of("--profile", "full", "ps", "--all", "--format", "json");
  private static final List<String> SERVICES = List.of("config", "--services");
  // Those are no processes of ours.
  private static final Set<String> SERVERS = Set.of("postgres", "redis", "kafka", "edge");
  // An application port; the operators' is a hundred above.
  private static final int FIRST = 4000;
  private static final int LAST = 4005;
  private static final int ADMIN = 100;

  private final List<Member> members;

  ComposeSource() {
    String containers = ask(CONTAINERS);
    members = containers.isBlank() ? List.of() : read(containers, ask(SERVICES));
  }

  /** What Compose says; nothing where there is no Docker. */
  private static String ask(List<String> question) {
    List<String> command = new ArrayList<>(COMPOSE);
    command.addAll(question);
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0 ? said : "";
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  /**
   * The processes that should run.
   *
   * @param containers as Compose tells them, a line each in JSON
   * @param services that there should be, a line each
   * @return nothing where none runs: they were stopped, and nobody misses them
   */
  static List<Member> read(String containers, String services) {
    List<Member> members = new ArrayList<>();
    Set<String> missing = new TreeSet<>(services.lines().toList());
    missing.removeAll(SERVERS);
    for (String line : containers.lines().filter(line -> !line.isBlank()).toList()) {
      JsonNode container = parse(line);
      String service = container.path("Service").asText();
      if (!SERVERS.contains(service)) {
        missing.remove(service);
        members.add(member(container, service));
      }
    }
    if (members.stream().allMatch(member -> member.addresses().isEmpty())) {
      return List.of();
    }
    missing.forEach(service -> members.add(Member.gone(service, service, "has no container")));
    members.sort(Comparator.comparing(Member::name));
    return List.copyOf(members);
  }

  private static JsonNode parse(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("docker compose ps did not answer in JSON", e);
    }
  }

  private static Member member(JsonNode container, String service) {
    String name = container.path("Name").asText();
    Map<Integer, Integer> published = new HashMap<>();
    for (JsonNode port : container.path("Publishers")) {
      published.put(port.path("TargetPort").asInt(), port.path("PublishedPort").asInt());
    }
    for (int port = FIRST; port <= LAST; port++) {
      if (published.getOrDefault(port, 0) > 0 && published.getOrDefault(port + ADMIN, 0) > 0) {
        return Member.there(
            name, service, local(published.get(port)), local(published.get(port + ADMIN)));
      }
    }
    return Member.gone(name, service, "is gone: " + container.path("Status").asText());
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
