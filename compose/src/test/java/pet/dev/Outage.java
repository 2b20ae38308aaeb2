package pet.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import pet.dev.mode.RunRecord.Running;
import pet.testing.Answer;

/** The death of one process of a running mode, as clients see it. */
final class Outage {

  private static final Duration BACK = Duration.ofSeconds(60);

  /** A path of each module that answers 200 to staff, whatever is stored. */
  private static final Map<String, String> PATHS =
      Map.of(
          "builder", "/api/designs",
          "order", "/api/orders",
          "user", "/api/users/me",
          "webhook", "/api/webhooks/deliveries",
          "analytics", "/api/analytics/orders");

  private final RunningMode running;
  private final Walk walk;
  private final Running victim;
  private final List<String> away = new ArrayList<>();
  private final List<String> there = new ArrayList<>();

  private Outage(RunningMode running, Walk walk, Running victim) {
    this.running = running;
    this.walk = walk;
    this.victim = victim;
  }

  static Outage of(RunningMode running, Walk walk, Running victim) {
    Outage outage = new Outage(running, walk, victim);
    PATHS
        .keySet()
        .forEach(module -> (outage.isLastOf(module) ? outage.away : outage.there).add(module));
    return outage;
  }

  /** Whether the module is away with the victim: hosted there and nowhere else. */
  private boolean isLastOf(String module) {
    return hosts(victim, module)
        && running.record().processes().stream()
            .noneMatch(other -> !other.name().equals(victim.name()) && hosts(other, module));
  }

  private boolean hosts(Running process, String module) {
    return running
        .admin(process, "/modules")
        .json()
        .at("/modules/" + module)
        .asText()
        .equals("local");
  }

  void check() {
    ProcessHandle process = victim.handle().orElseThrow();
    process.destroyForcibly();
    await().until(() -> !process.isAlive());
    for (String module : away) {
      Answer answer = ask(module);
      assertThat(answer.status()).as(module + " without " + victim.name()).isEqualTo(503);
      assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
      assertThat(answer.header("retry-after")).isNotNull();
    }
    for (String module : there) {
      assertThat(ask(module).status()).as(module + " without " + victim.name()).isEqualTo(200);
    }
    assertThat(running.client().get("/ready").status()).isEqualTo(200);
    for (String module : away) {
      await().atMost(BACK).until(() -> ask(module).status() == 200);
    }
    await()
        .atMost(BACK)
        .until(() -> running.log().matches("(?s).*\\b" + victim.name() + " +\\| is ready again.*"));
    assertThat(running.log()).containsPattern(victim.name() + " +\\| ended by signal 9");
    assertThat(running.children().get(victim.name()).pid()).isNotEqualTo(process.pid());
  }

  private Answer ask(String module) {
    return running.client().get(PATHS.get(module), walk.staff());
  }
}
