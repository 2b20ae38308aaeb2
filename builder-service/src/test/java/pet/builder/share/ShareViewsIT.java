package pet.builder.share;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import pet.builder.Customer;
import pet.builder.Replicas;
import pet.testing.Answer;
import pet.testing.Concurrently;
import pet.testing.PetProcess;
import pet.testing.Servers;
import pet.testing.ServersExtension;

/** How often a design was read by a link, on two replicas that both count and add up. */
@ExtendWith(ServersExtension.class)
class ShareViewsIT {

  private static final Duration SOON = Duration.ofSeconds(30);

  private Replicas replicas;
  private Views kept;
  private Customer alice;
  private String design;
  private String url;

  @BeforeEach
  void share(Servers servers) {
    replicas = Replicas.shared(servers);
    kept = new Views(replicas.database());
    alice = Customer.of(replicas.one());
    design = alice.design();
    url = alice.post(design + "/share", "").json().get("url").asText();
  }

  /** While both replicas add up what was counted one by one, and forget who asked. */
  @Test
  void everyViewCountsOnce() throws Exception {
    List<Callable<Answer>> views = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      PetProcess replica = replica(i);
      boolean ages = i % 50 == 49;
      views.add(
          () -> {
            if (ages) {
              kept.age();
            }
            return replica.get(url);
          });
    }
    List<Answer> seen = Concurrently.call(views);

    assertThat(seen).extracting(Answer::status).containsOnly(200);
    assertThat(views()).isEqualTo(600);
    assertThat(seen)
        .as("each saw a number that was true when it looked")
        .allSatisfy(a -> assertThat(a.json().get("viewCount").asInt()).isBetween(1, 600));
    untilAddedUp();
    assertThat(views()).as("added up").isEqualTo(600);
    kept.age();
    await().atMost(SOON).until(() -> kept.requests(design) == 0);
    assertThat(views()).as("and forgotten").isEqualTo(600);
  }

  /** So that to count those that are not is quick: a link that everybody follows has few. */
  @Test
  void viewsAreAddedUpWhileTheirRequestsMayStillBeSentOnAgain() {
    for (int i = 0; i < 20; i++) {
      replica(i).get(url);
    }

    await().atMost(Duration.ofSeconds(10)).until(() -> kept.waiting(design) == 0);

    assertThat(views()).isEqualTo(20);
    assertThat(replicas.two().get(url).json().get("viewCount").asInt()).isEqualTo(21);
  }

  /** As an edge or a forwarder does, when a connection broke before the answer was there. */
  @Test
  void aViewThatIsSentOnAgainCountsOnce() {
    String id = UUID.randomUUID().toString();

    for (PetProcess replica : List.of(replicas.one(), replicas.two(), replicas.one())) {
      assertThat(seenBy(replica, id)).isEqualTo(1);
      untilAddedUp();
    }
    assertThat(views()).isEqualTo(1);
    replicas.two().get(url);
    assertThat(views()).as("another one's").isEqualTo(2);
  }

  @Test
  void viewsThatAreSentOnAgainAtTheSameTimeCountOnce() throws Exception {
    List<Callable<Answer>> views = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      PetProcess replica = replica(i);
      String id = UUID.nameUUIDFromBytes((url + i / 3).getBytes(UTF_8)).toString();
      views.add(() -> replica.send(replica.request(url, null).header("X-Request-Id", id).GET()));
    }

    assertThat(Concurrently.call(views)).extracting(Answer::status).containsOnly(200);

    assertThat(views()).isEqualTo(200);
    untilAddedUp();
    assertThat(views()).isEqualTo(200);
  }

  /** While one is replaced by the other: it remembers a request by its view alone. */
  @Test
  void whatAReplicaOfBeforeHasSeenCountsOnce() throws Exception {
    String id = UUID.randomUUID().toString();
    kept.ofAReplicaOfBefore(design, id);
    kept.ofAReplicaOfBefore(design, "another");
    assertThat(views()).isEqualTo(2);

    assertThat(seenBy(replicas.one(), id)).as("sent on again").isEqualTo(2);

    replicas.two().get(url);
    await().atMost(SOON).until(() -> kept.waiting(design) == 2);
    assertThat(views()).isEqualTo(3);
    kept.age();
    untilAddedUp();
    assertThat(views()).isEqualTo(3);
  }

  @Test
  void viewsOfOneTraceAreAllCounted() {
    String trace = "00-" + UUID.randomUUID().toString().replace("-", "") + "-00f067aa0ba902b7-00";

    for (PetProcess replica : List.of(replicas.one(), replicas.two(), replicas.one())) {
      replica.send(replica.request(url, null).header("traceparent", trace).GET());
    }
    assertThat(views()).isEqualTo(3);
  }

  private PetProcess replica(int i) {
    return i % 2 == 0 ? replicas.one() : replicas.two();
  }

  private int seenBy(PetProcess replica, String requestId) {
    return replica
        .send(replica.request(url, null).header("X-Request-Id", requestId).GET())
        .json()
        .get("viewCount")
        .asInt();
  }

  private void untilAddedUp() {
    await().atMost(SOON).until(() -> kept.waiting(design) == 0);
  }

  private int views() {
    return alice.get(design + "/share").json().get("viewCount").asInt();
  }
}
