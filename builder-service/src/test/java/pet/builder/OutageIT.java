package pet.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import pet.domain.user.Privacy;
import pet.testing.Answer;
import pet.testing.PetProcess;
import pet.testing.Servers;

/** Bad days, on servers of its own. */
class OutageIT {

  private static final String CONFIG =
      "{\"size\":\"M\",\"colorId\":\"ocean\",\"hardwareId\":\"gold\"}";
  private static final String DRAFT = "{\"name\":\"Rex\",\"config\":" + CONFIG + "}";

  private static Servers servers;
  private static PetProcess process;
  private static String alice;

  @BeforeAll
  static void boot() {
    servers = Servers.start();
    process =
        PetProcess.of(
                "builder-service",
                List.of(
                    new UserModuleDouble(UserModuleDouble.everybody(() -> Privacy.DEFAULT)),
                    new BuilderModule()),
                "builder.yml")
            .on(servers)
            .with("modules.user", "local")
            .start();
    alice = PetProcess.token("alice", null);
  }

  @AfterAll
  static void stop() {
    process.close();
    servers.close();
  }

  @Test
  void withoutRedisDesignsAreReadFromTheDatabaseAtOnce() {
    String path = "/api/designs/" + create().json().get("id").asText();
    process.get(path, alice);

    servers.redis().stop();
    try {
      long before = System.nanoTime();
      for (int i = 0; i < 20; i++) {
        assertThat(process.get(path, alice).status()).isEqualTo(200);
      }
      // Not a timeout of half a second each.
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(4));
      assertThat(create().status()).isEqualTo(201);
      assertThat(process.post(path + "/share", alice, "").status()).isEqualTo(201);
      assertThat(process.get("/ready").status()).isEqualTo(200);
      assertThat(process.admin("/healthcheck").json().at("/redis/healthy").asBoolean()).isFalse();
    } finally {
      servers.redis().start();
    }

    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () -> {
              long hits = hits();
              process.get(path, alice);
              assertThat(hits()).as("the cache is used again").isGreaterThan(hits);
            });
  }

  @Test
  void withoutTheDatabaseItSaysWhenToComeBackAndRecoversByItself() {
    String uncached = "/api/designs/" + create().json().get("id").asText();

    servers.postgres().stop();
    try {
      for (Answer answer : List.of(create(), process.get(uncached, alice))) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(503);
        assertThat(answer.header("retry-after")).isNotNull();
      }
      assertThat(process.post("/api/designs/quote", null, CONFIG).status()).isEqualTo(200);
      assertThat(process.get("/ready").status()).isEqualTo(503);
    } finally {
      servers.postgres().start();
    }

    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(process.get(uncached, alice).status()).isEqualTo(200));
    assertThat(create().status()).isEqualTo(201);
  }

  private static Answer create() {
    return process.post("/api/designs", alice, DRAFT);
  }

  /** From the metrics that operators see. */
  private static long hits() {
    return process
        .admin("/metrics")
        .text()
        .lines()
        .filter(line -> line.startsWith("builder_cache_hits_total"))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .findFirst()
        .orElseThrow();
  }
}
