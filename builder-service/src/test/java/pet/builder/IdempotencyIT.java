package pet.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static pet.builder.Problems.assertInvalid;
import static pet.builder.Problems.assertProblem;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pet.testing.Answer;
import pet.testing.Concurrently;
import pet.testing.Servers;
import pet.testing.ServersExtension;

/** Idempotency-Key, on two replicas. */
@ExtendWith(ServersExtension.class)
class IdempotencyIT {

  private static final String DRAFT = "{\"name\":\"Rex\",\"config\":" + Customer.CONFIG + "}";
  private static final String OTHER = "{\"name\":\"Max\",\"config\":" + Customer.CONFIG + "}";

  private final String key = UUID.randomUUID().toString();
  private Replicas replicas;
  private Customer alice;

  @BeforeEach
  void connect(Servers servers) {
    replicas = Replicas.shared(servers);
    alice = Customer.of(replicas.one());
  }

  @Test
  void theSameRequestGetsTheSameAnswerFromEveryReplica() {
    Answer first = alice.post("/api/designs", key, DRAFT);
    Answer again = alice.at(replicas.two()).post("/api/designs", key, DRAFT);

    assertThat(first.status()).isEqualTo(201);
    assertThat(again.status()).isEqualTo(201);
    assertThat(again.text()).isEqualTo(first.text());
    for (String header : List.of("location", "etag", "content-type", "cache-control", "vary")) {
      assertThat(again.header(header)).as(header).isNotNull().isEqualTo(first.header(header));
    }
    assertThat(designs()).isEqualTo(1);
  }

  @Test
  void theAnswerIsTheFirstOneAlsoWhenTheDesignHasChangedOrGone() {
    Answer first = alice.post("/api/designs", key, DRAFT);
    alice.delete(first.header("location"));

    assertThat(alice.post("/api/designs", key, DRAFT).text()).isEqualTo(first.text());
  }

  @Test
  void spaceInTheBodyIsNoOtherRequest() {
    Answer first = alice.post("/api/designs", key, DRAFT);

    assertThat(alice.post("/api/designs", key, DRAFT.replace(",", " ,\n ")).text())
        .isEqualTo(first.text());
  }

  @Test
  void anotherRequestUnderTheSameKeyIsRefused() {
    String path = alice.post("/api/designs", key, DRAFT).header("location");

    assertProblem(alice.post("/api/designs", key, OTHER), 422, "key-reused");
    assertProblem(alice.post(path + "/duplicate", key, ""), 422, "key-reused");
    assertThat(designs()).isEqualTo(1);
  }

  @Test
  void keysAreEachCallersOwn() {
    Answer hers = alice.post("/api/designs", key, DRAFT);
    Answer his = Customer.of(replicas.one()).post("/api/designs", key, OTHER);

    assertThat(his.status()).isEqualTo(201);
    assertThat(his.header("location")).isNotEqualTo(hers.header("location"));
  }

  @Test
  void aRefusalIsNotKept() {
    assertInvalid(alice.post("/api/designs", key, "{\"config\":" + Customer.CONFIG + "}"), "name");

    assertThat(alice.post("/api/designs", key, DRAFT).status()).isEqualTo(201);
  }

  @Test
  void aCopyAndALinkAreMadeOnce() {
    String path = alice.design();

    Answer copy = alice.post(path + "/duplicate", key, "");
    assertThat(copy.status()).isEqualTo(201);
    assertThat(alice.post(path + "/duplicate", key, "").text()).isEqualTo(copy.text());
    assertThat(designs()).isEqualTo(2);

    Answer link = alice.post(path + "/share", key + "-share", "");
    assertThat(link.status()).isEqualTo(201);
    Answer again = alice.at(replicas.two()).post(path + "/share", key + "-share", "");
    assertThat(again.status()).as("the same answer, not: it is there already").isEqualTo(201);
    assertThat(again.text()).isEqualTo(link.text());
  }

  @Test
  void aRevisionIsRestoredOnceAlsoWhenOthersFollowedIt() {
    String path = alice.design();
    alice.patch(path, "*", "{\"config\":" + Customer.PLAIN + "}");
    String restore = path + "/revisions/1/restore";

    Answer restored = alice.post(restore, key, "");
    assertThat(restored.status()).isEqualTo(200);
    assertThat(restored.json().get("revision").asInt()).isEqualTo(3);
    alice.patch(path, "*", "{\"config\":" + Customer.PLAIN + "}");

    Answer again = alice.at(replicas.two()).post(restore, key, "");
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.text()).isEqualTo(restored.text());
    assertThat(again.header("etag")).isEqualTo(restored.header("etag"));
    assertThat(alice.get(path).json().get("revision").asInt()).as("not a fifth").isEqualTo(4);
    assertProblem(alice.post(path + "/revisions/2/restore", key, ""), 422, "key-reused");
  }

  /** The first one's answer was lost: what it names as If-Match is not there any more. */
  @Test
  void aRestoreThatIsSentAgainWithItsConditionGetsTheAnswerItLost() {
    String path = alice.design();
    String tag = alice.patch(path, "*", "{\"config\":" + Customer.PLAIN + "}").header("etag");
    String restore = path + "/revisions/1/restore";

    Answer restored = alice.postIf(restore, key, tag);
    assertThat(restored.status()).isEqualTo(200);
    assertThat(alice.postIf(restore, key, tag).text()).isEqualTo(restored.text());
    assertProblem(alice.postIf(restore, key + "-other", tag), 412, "stale");
  }

  @Test
  void ofManyAtTheSameTimeOneIsDone() throws Exception {
    List<Callable<Answer>> posts = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      Customer there = alice.at(i % 2 == 0 ? replicas.one() : replicas.two());
      posts.add(() -> there.post("/api/designs", key, DRAFT));
    }
    List<Answer> created = new ArrayList<>();
    for (Answer answer : Concurrently.call(posts)) {
      if (answer.status() == 201) {
        created.add(answer);
      } else {
        assertProblem(answer, 409, "in-progress");
        assertThat(answer.header("retry-after")).isNotNull();
      }
    }

    assertThat(created).isNotEmpty();
    assertThat(created).extracting(Answer::text).containsOnly(created.get(0).text());
    assertThat(designs()).isEqualTo(1);
  }

  /** A process that dies takes its connection with it. */
  @Test
  void whileTheFirstIsRunningTheSecondIsToldSoAndWhatDiesLeavesNothingStuck() throws Exception {
    String design = alice.design();
    try (Connection running = connect();
        Statement statement = running.createStatement()) {
      running.setAutoCommit(false);
      statement.execute(
          "SELECT pg_advisory_xact_lock(hashtextextended('builder/idempotency/"
              + alice.subject()
              + "/"
              + key
              + "', 0))");

      assertProblem(alice.post("/api/designs", key, DRAFT), 409, "in-progress");
      assertProblem(alice.post(design + "/revisions/1/restore", key, ""), 409, "in-progress");
    }

    await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(
            () -> assertThat(alice.post("/api/designs", key, DRAFT).status()).isEqualTo(201));
  }

  @Test
  void anExpiredKeyIsForgotten() throws Exception {
    Answer first = alice.post("/api/designs", key, DRAFT);
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      assertThat(
              statement.executeUpdate(
                  "UPDATE builder.idempotency SET expires_at = now() WHERE key = '" + key + "'"))
          .isEqualTo(1);
    }

    Answer later = alice.post("/api/designs", key, OTHER);

    assertThat(later.status()).isEqualTo(201);
    assertThat(later.header("location")).isNotEqualTo(first.header("location"));
    assertThat(alice.post("/api/designs", key, OTHER).text()).isEqualTo(later.text());
  }

  @ParameterizedTest
  @ValueSource(strings = {"with space", ""})
  void refusesWhatIsNoKey(String wrong) {
    assertInvalid(alice.post("/api/designs", wrong, DRAFT), "Idempotency-Key");
  }

  @Test
  void refusesAKeyThatIsTooLong() {
    assertThat(alice.post("/api/designs", "k".repeat(255), DRAFT).status()).isEqualTo(201);
    assertInvalid(alice.post("/api/designs", "k".repeat(256), DRAFT), "Idempotency-Key");
  }

  private int designs() {
    return alice.get("/api/designs").json().get("items").size();
  }

  private Connection connect() throws SQLException {
    var database = replicas.database();
    return DriverManager.getConnection(
        database.url(), database.user(), database.password().value());
  }
}
