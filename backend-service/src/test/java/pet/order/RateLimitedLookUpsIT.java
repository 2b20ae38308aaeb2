package pet.order;

import static org.assertj.core.api.Assertions.assertThat;
import static pet.testing.ReportFixture.anOrder;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pet.platform.database.DatabaseSettings;
import pet.platform.http.ClientAddress;
import pet.testing.Answer;
import pet.testing.Concurrently;
import pet.testing.FreePorts;
import pet.testing.PetProcess;
import pet.testing.ReportFixture;
import pet.testing.Servers;
import pet.testing.ServersExtension;

/** Failed look-ups are limited by all replicas together, and by each alone while Redis is away. */
@ExtendWith(ServersExtension.class)
@Timeout(120)
class RateLimitedLookUpsIT {

  private static DatabaseSettings database;
  private static OrderStore store;
  private static List<PetProcess> replicas = List.of();
  private static PetProcess lonely;

  private final ReportFixture order = anOrder();
  private final String client = address();

  @BeforeAll
  static void boot(Servers servers) throws Exception {
    database = servers.newDatabase();
    store = OrderStore.on(database);
    String nobody = "redis://localhost:" + FreePorts.next();
    replicas =
        Stream.generate(
                () -> replica(servers, database, servers.redisUri().toString(), 10, 4).start())
            .limit(2)
            .toList();
    lonely = replica(servers, database, nobody, 40, 16).start();
  }

  private static PetProcess.Builder replica(
      Servers servers, DatabaseSettings database, String redis, int perClient, int perOrder) {
    return OrderProcess.on(servers, database)
        .with("redis.uri", redis)
        .with("order.missesPerClient.times", perClient)
        .with("order.missesPerOrder.times", perOrder);
  }

  @AfterAll
  static void stop() {
    replicas.forEach(PetProcess::close);
    lonely.close();
  }

  @BeforeEach
  void place() {
    store.contract().report(order.created());
  }

  /** Somebody's: the limit is kept in Redis for longer than a test runs. */
  private static String address() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return "203." + random.nextInt(256) + "." + random.nextInt(256) + "." + random.nextInt(256);
  }

  private static Answer lookUp(PetProcess replica, String from, String number, String email) {
    return replica.send(
        replica
            .request("/api/orders/" + number + "?email=" + email, null)
            .header("X-Forwarded-For", from)
            .GET());
  }

  private static List<Integer> guess(int times, String number, String from) {
    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      PetProcess replica = replicas.get(i % replicas.size());
      String who = from == null ? address() : from;
      statuses.add(lookUp(replica, who, number, "guess" + i + "@example.com").status());
    }
    return statuses;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anOrderNumberIsGuessedAtAFewTimesWhetherThereIsOneOrNot(boolean there) {
    String number = there ? order.number() : "4" + ThreadLocalRandom.current().nextInt(1 << 30);

    assertThat(guess(6, number, null)).containsExactly(404, 404, 404, 404, 429, 429);
    for (PetProcess replica : replicas) {
      Answer refused = lookUp(replica, address(), number, "jane.doe@example.com");
      assertThat(refused.status()).isEqualTo(429);
      assertThat(Long.parseLong(refused.header("retry-after"))).isBetween(1L, 600L);
      assertThat(refused.header("content-type")).isEqualTo("application/problem+json");
      assertThat(refused.json().get("type").asText())
          .isEqualTo("urn:pet:problem:too-many-requests");
    }
  }

  /** Nobody learns from how long it takes, and nobody's guesses cost the database anything. */
  @Test
  void whoGuessedTooOftenIsRefusedBeforeAnythingIsLookedUp() throws Exception {
    assertThat(guess(4, order.number(), client)).containsOnly(404);
    try (Connection connection =
            DriverManager.getConnection(
                database.url(), database.user(), database.password().value());
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("LOCK TABLE orders.orders IN ACCESS EXCLUSIVE MODE");
      for (PetProcess replica : replicas) {
        assertThat(lookUp(replica, client, order.number(), "jane.doe@example.com").status())
            .as("nobody reads of orders now")
            .isEqualTo(429);
      }
      connection.rollback();
    }
  }

  @Test
  void anotherWayToWriteANumberIsNoFurtherGuess() {
    assertThat(guess(4, order.number(), null)).containsOnly(404);
    assertThat(guess(1, "%23" + order.number(), null)).containsOnly(429);
    assertThat(guess(1, "PAWS-" + order.number(), null)).containsOnly(429);
  }

  @Test
  void aClientGuessesAFewTimesWhateverTheNumbers() {
    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      String number = "5" + ThreadLocalRandom.current().nextInt(1 << 30);
      statuses.add(lookUp(replicas.get(i % 2), client, number, "a@example.com").status());
    }

    assertThat(statuses.subList(0, 10)).containsOnly(404);
    assertThat(statuses.subList(10, 12)).containsOnly(429);
    assertThat(lookUp(replicas.get(0), address(), order.number(), "jane.doe@example.com").status())
        .as("anybody else")
        .isEqualTo(200);
  }

  @Test
  void whoKnowsLooksAsOftenAsTheyLike() {
    for (int i = 0; i < 30; i++) {
      assertThat(
              lookUp(replicas.get(i % 2), client, order.number(), "jane.doe@example.com").status())
          .isEqualTo(200);
    }
  }

  /** Of many at once some may be answered; all are counted, and what is too much is waited for. */
  @Test
  void manyAtOnceWaitTheLonger() throws Exception {
    List<Callable<Answer>> guesses = new ArrayList<>();
    for (int i = 0; i < 48; i++) {
      PetProcess replica = replicas.get(i % 2);
      guesses.add(() -> lookUp(replica, address(), order.number(), "x@example.com"));
    }
    long missed =
        Concurrently.call(guesses).stream().filter(answer -> answer.status() == 404).count();
    Answer after = lookUp(replicas.get(0), address(), order.number(), "x@example.com");
    assertThat(after.status()).isEqualTo(429);
    // Ten minutes for four: each that was answered costs its share.
    assertThat(Long.parseLong(after.header("retry-after"))).isGreaterThan((missed - 4) * 150L);
  }

  @Test
  void withoutRedisEachProcessAllowsAQuarter() {
    for (int i = 0; i < 4; i++) {
      assertThat(lookUp(lonely, address(), order.number(), "x@example.com").status())
          .isEqualTo(404);
    }
    assertThat(lookUp(lonely, address(), order.number(), "jane.doe@example.com").status())
        .isEqualTo(429);
    for (int i = 0; i < 10; i++) {
      lookUp(lonely, client, "6" + ThreadLocalRandom.current().nextInt(1 << 30), "x@example.com");
    }
    assertThat(lookUp(lonely, client, "1", "x@example.com").status()).isEqualTo(429);
  }

  /** The first of a client is looked up at once; after a miss it is checked before that. */
  @Test
  void aWrongEmailAndAnUnknownNumberReadTheSameFromTheFirstOn() {
    String unknown = "9876" + ThreadLocalRandom.current().nextInt(1 << 30);
    String another = address();
    for (int i = 0; i < 2; i++) {
      Answer wrong = lookUp(replicas.get(i), client, order.number(), "x@example.com");
      Answer nothing = lookUp(replicas.get(i), another, unknown, "jane.doe@example.com");
      assertThat(wrong.status()).isEqualTo(404);
      assertThat(nothing.status()).isEqualTo(404);
      assertThat(nothing.text()).isEqualTo(wrong.text());
      assertThat(nothing.headers().map().keySet()).isEqualTo(wrong.headers().map().keySet());
    }
  }

  @Test
  void aMissTakesItsTime() {
    for (String number : List.of(order.number(), "987654321987")) {
      long start = System.nanoTime();
      assertThat(lookUp(replicas.get(0), address(), number, "x@example.com").status())
          .isEqualTo(404);
      assertThat(System.nanoTime() - start).isGreaterThan(20_000_000L);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.7, 192.0.2.8, false",
    "2001:db8:1:2::7, 2001:db8:1:2:ffff::8, true",
    "2001:db8:1:2::7, 2001:db8:1:3::7, false",
    "unknown, unknown, true",
  })
  void ofIpV6TheNetworkCounts(String one, String other, boolean same) {
    assertThat(ClientAddress.network(one).equals(ClientAddress.network(other))).isEqualTo(same);
  }
}
