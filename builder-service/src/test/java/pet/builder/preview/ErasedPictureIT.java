package pet.builder.preview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import pet.builder.BuilderModule;
import pet.builder.UserModuleDouble;
import pet.domain.ModuleName;
import pet.domain.Person;
import pet.domain.builder.DesignId;
import pet.domain.builder.Designs;
import pet.domain.builder.RevisionRedaction;
import pet.domain.builder.RevisionRef;
import pet.domain.user.Privacy;
import pet.platform.database.DatabaseSettings;
import pet.testing.Neighbours;
import pet.testing.PetProcess;
import pet.testing.Servers;
import pet.testing.ServersExtension;
import redis.clients.jedis.RedisClient;

/** Words that are erased cannot be drawn again from an address that somebody kept: two replicas. */
@ExtendWith(ServersExtension.class)
@Timeout(90)
class ErasedPictureIT {

  private static final Duration SOON = Duration.ofSeconds(20);

  private static List<PreviewClient> replicas = List.of();
  private static Neighbours neighbours;
  private static Designs designs;
  private static RedisClient redis;

  private final String ann = "user_" + UUID.randomUUID();
  private final String word = "R" + System.nanoTime() % 1_000_000_000_000L;

  @BeforeAll
  static void boot(Servers servers) {
    DatabaseSettings database = servers.newDatabase();
    replicas = Stream.of(1, 2).map(i -> replica(servers, database)).toList();
    neighbours = new Neighbours();
    designs =
        neighbours.contract(ModuleName.BUILDER, Designs.class, replicas.get(0).process().url());
    redis = RedisClient.create(servers.redisUri());
  }

  private static PreviewClient replica(Servers servers, DatabaseSettings database) {
    return new PreviewClient(
        PetProcess.of(
                "builder-service",
                List.of(
                    new UserModuleDouble(UserModuleDouble.everybody(() -> Privacy.DEFAULT)),
                    new BuilderModule()),
                "builder.yml")
            .on(servers, database)
            .with("modules.user", "local")
            .start());
  }

  @AfterAll
  static void stop() {
    replicas.forEach(replica -> replica.process().close());
    neighbours.close();
    redis.close();
  }

  /** Where its picture is, and its id. */
  private record Made(String id, String svg) {
    List<String> pictures() {
      String png = svg.replace(".svg", ".png");
      return List.of(svg, png, png + "?size=300", svg.replace(".svg", ".webp"));
    }

    String hash() {
      return svg.substring(svg.lastIndexOf('/') + 1, svg.lastIndexOf('.'));
    }
  }

  private Made made(String owner) {
    var created =
        replicas
            .get(0)
            .process()
            .post(
                "/api/designs",
                PetProcess.token(owner, null),
                "{\"name\":\"A\",\"config\":" + PreviewClient.config(word) + "}");
    assertThat(created.status()).as(created.text()).isEqualTo(201);
    return new Made(created.json().get("id").asText(), created.json().get("previewUrl").asText());
  }

  private static void assertDrawn(Made made) {
    for (PreviewClient replica : replicas) {
      for (String picture : made.pictures()) {
        assertThat(replica.get(picture).statusCode()).as(picture).isEqualTo(200);
      }
    }
  }

  private static void assertGone(Made made) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              for (PreviewClient replica : replicas) {
                for (String picture : made.pictures()) {
                  assertThat(replica.get(picture).statusCode()).as(picture).isEqualTo(404);
                }
              }
              assertThat(redis.keys("*" + made.hash() + "*")).isEmpty();
            });
  }

  @Test
  void whoseDesignIsErasedLeavesNoPicture() {
    Made design = made(ann);
    HttpResponse<byte[]> seen = replicas.get(1).get(design.svg());
    assertDrawn(design);
    assertThat(redis.keys("*" + design.hash() + "*")).isNotEmpty();

    designs.erase(new Person(ann, Set.of()));

    assertGone(design);
    String tag = seen.headers().firstValue("etag").orElseThrow();
    assertThat(replicas.get(1).get(design.svg(), "If-None-Match", tag).statusCode())
        .as("also for who has it")
        .isEqualTo(404);
    assertThat(redis.keys("*" + design.hash() + "*")).as("nobody kept it anew").isEmpty();
  }

  @Test
  void whatAnOrdersCustomerHadWrittenLeavesNoPictureEither() {
    Made design = made(ann);
    assertDrawn(design);

    designs.redact(
        new RevisionRedaction(Set.of(new RevisionRef(DesignId.fromString(design.id()), 1))));

    assertGone(design);
  }

  @Test
  void whoWritesTheSameWordsHasTheirPicture() {
    Made design = made(ann);
    assertDrawn(design);
    designs.erase(new Person(ann, Set.of()));
    assertGone(design);

    HttpResponse<byte[]> drawn =
        replicas.get(1).post("/api/previews", "image/svg+xml", PreviewClient.config(word));
    assertThat(drawn.statusCode()).isEqualTo(200);
    assertThat(drawn.headers().firstValue("content-location")).hasValue(design.svg());
    assertDrawn(design);

    designs.erase(new Person(ann, Set.of()));
    made("bob_" + ann);
    assertDrawn(design);
  }

  @Test
  void whatSomebodyElseHasDesignedGoesOn() {
    Made design = made(ann);
    assertThat(made("bob_" + ann).svg()).isEqualTo(design.svg());
    assertDrawn(design);

    designs.erase(new Person(ann, Set.of()));

    assertDrawn(design);
    designs.erase(new Person("bob_" + ann, Set.of()));
    assertGone(design);
  }
}
