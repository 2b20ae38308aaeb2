package pet.builder.preview;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import pet.builder.BuilderModule;
import pet.testing.FreePorts;
import pet.testing.PetProcess;
import pet.testing.Servers;
import pet.testing.ServersExtension;

/** Many at the same time, on two replicas. */
@ExtendWith(ServersExtension.class)
class PreviewLoadIT {

  private static PreviewClient one;
  private static PreviewClient two;

  @BeforeAll
  static void boot(Servers servers) {
    one = replica(servers);
    two = replica(servers);
  }

  private static PreviewClient replica(Servers servers) {
    return new PreviewClient(builder(servers).start());
  }

  private static PetProcess.Builder builder(Servers servers) {
    return PetProcess.of("builder-service", List.of(new BuilderModule()), "builder.yml")
        .on(servers);
  }

  @AfterAll
  static void stop() {
    one.process().close();
    two.process().close();
  }

  @Test
  void aThousandRequestsForOneNewPreviewDrawItOnce() {
    // New in this run, too, should Redis remember the last one.
    String config = PreviewClient.config("N" + System.nanoTime() % 1_000_000_000L);
    List<CompletableFuture<HttpResponse<byte[]>>> answers = new ArrayList<>();
    long before = one.drawn() + two.drawn();

    for (int i = 0; i < 500; i++) {
      answers.add(one.postSoon("/api/previews?size=300", "image/png", config));
      answers.add(two.postSoon("/api/previews?size=300", "image/png", config));
    }

    byte[] first = answers.get(0).join().body();
    assertThat(answers)
        .allSatisfy(
            answer -> {
              assertThat(answer.join().statusCode()).isEqualTo(200);
              assertThat(answer.join().body()).isEqualTo(first);
            });
    assertThat(one.drawn() + two.drawn() - before).isOne();
  }

  /** There is nowhere that a replica could find what another one drew: both draw, once each. */
  @Test
  void withoutRedisEachReplicaDrawsItOnceForAllWhoAskIt(Servers servers) {
    String nobody = "redis://localhost:" + FreePorts.next();
    try (PetProcess first = builder(servers).with("redis.uri", nobody).start();
        PetProcess second = builder(servers).with("redis.uri", nobody).start()) {
      List<PreviewClient> replicas = List.of(new PreviewClient(first), new PreviewClient(second));
      String config = PreviewClient.config("R" + System.nanoTime() % 1_000_000_000L);
      List<CompletableFuture<HttpResponse<byte[]>>> answers = new ArrayList<>();
      for (int i = 0; i < 1_000; i++) {
        answers.add(replicas.get(i % 2).postSoon("/api/previews?size=300", "image/png", config));
      }

      byte[] bytes = answers.get(0).join().body();
      assertThat(answers)
          .allSatisfy(
              answer -> {
                assertThat(answer.join().statusCode()).isEqualTo(200);
                assertThat(answer.join().body()).isEqualTo(bytes);
              });
      assertThat(replicas).extracting(PreviewClient::drawn).containsExactly(1L, 1L);
    }
  }

  @Test
  void aFloodOfPreviewsIsRefusedInPartAndQuotesGoOn() {
    String quoted = PreviewClient.config("REX");
    one.process().post("/api/designs/quote", null, quoted);
    List<CompletableFuture<HttpResponse<byte[]>>> answers = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      String config = PreviewClient.config("F" + (System.nanoTime() + i) % 1_000_000_000L);
      answers.add(one.postSoon("/api/previews?size=1200", "image/png", config));
    }

    int quotes = 0;
    do {
      long begin = System.nanoTime();
      assertThat(one.process().post("/api/designs/quote", null, quoted).status()).isEqualTo(200);
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
      quotes++;
    } while (!answers.stream().allMatch(CompletableFuture::isDone));

    Set<Integer> statuses = new HashSet<>();
    for (CompletableFuture<HttpResponse<byte[]>> answer : answers) {
      statuses.add(answer.join().statusCode());
      if (answer.join().statusCode() == 503) {
        assertThat(answer.join().headers().firstValue("retry-after")).isPresent();
      }
    }
    assertThat(statuses).containsExactlyInAnyOrder(200, 503);
    assertThat(quotes).as("while previews were drawn").isGreaterThan(1);
  }
}
