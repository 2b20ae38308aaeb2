package pet.testing.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pet.testing.Answer;
import pet.testing.FreePorts;
import pet.testing.PetProcess;
import pet.testing.Servers;
import pet.testing.ServersExtension;

/** How often one client may ask: in one process, in all of them, and without Redis. */
@ExtendWith(ServersExtension.class)
@Timeout(120)
class ClientRatesIT {

  private static final int READS = 20;
  private static final int WRITES = 8;
  private static final int BAD_LOGINS = 8;

  private static List<PetProcess> replicas = List.of();
  private static PetProcess gateway;
  private static PetProcess lonely;

  private final String client = address();

  @BeforeAll
  static void boot(Servers servers) {
    replicas =
        List.of(
            limited(Processes.hosting(servers, new FarawayModule("a"))).start(),
            limited(Processes.hosting(servers, new FarawayModule("b"))).start());
    gateway = limited(Processes.gateway(servers, replicas.get(0).url())).start();
    lonely =
        limited(Processes.hosting(servers, new FarawayModule("lonely")))
            .with("redis.uri", "redis://localhost:" + FreePorts.next())
            .start();
  }

  private static PetProcess.Builder limited(PetProcess.Builder process) {
    return process
        .with("limits.factor", 1)
        .with("limits.reads.times", READS)
        .with("limits.reads.per", "20m")
        .with("limits.writes.times", WRITES)
        .with("limits.writes.per", "20m")
        .with("limits.badLogins.times", BAD_LOGINS)
        .with("limits.badLogins.per", "20m");
  }

  @AfterAll
  static void stop() {
    gateway.close();
    lonely.close();
    replicas.forEach(PetProcess::close);
  }

  /** Somebody's: what was counted is kept in Redis for longer than a test runs. */
  private static String address() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return "203." + random.nextInt(256) + "." + random.nextInt(256) + "." + random.nextInt(256);
  }

  private static Answer send(PetProcess process, String from, HttpRequest.Builder request) {
    return process.send(request.header("X-Forwarded-For", from));
  }

  private static Answer read(PetProcess process, String from) {
    return send(process, from, process.request("/api/orders/name", null));
  }

  private static Answer mine(PetProcess process, String from, String token) {
    return send(process, from, process.request("/api/orders/mine", token));
  }

  private static List<Integer> reads(int times, PetProcess process, String from) {
    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      statuses.add(read(process, from).status());
    }
    return statuses;
  }

  @Test
  void countsOnceHoweverManyProcessesARequestPasses() {
    assertThat(reads(READS, gateway, client)).containsOnly(200);

    Answer refused = read(gateway, client);
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.header("content-type")).isEqualTo("application/problem+json");
    assertThat(refused.json().get("type").asText()).isEqualTo("urn:pet:problem:too-many-requests");
    String seconds = refused.header("retry-after");
    assertThat(Long.parseLong(seconds)).isBetween(1L, 60L);
    assertThat(refused.header("ratelimit-policy")).isEqualTo("\"reads\";q=20;w=1200");
    assertThat(refused.header("ratelimit")).isEqualTo("\"reads\";r=0;t=" + seconds);
    assertThat(refused.header("x-content-type-options")).isEqualTo("nosniff");
    assertThat(read(gateway, address()).status()).as("somebody else").isEqualTo(200);
  }

  @Test
  void whatWritesIsCountedApart() {
    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < WRITES + 2; i++) {
      HttpRequest.Builder write =
          gateway
              .request("/api/orders/name", null)
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString("{}"));
      statuses.add(send(gateway, client, write).status());
    }

    assertThat(statuses.subList(0, WRITES)).containsOnly(200);
    assertThat(statuses.subList(WRITES, WRITES + 2)).containsOnly(429);
    assertThat(read(gateway, client).status()).isEqualTo(200);
  }

  @Test
  void replicasShareWhatAClientMay() {
    assertThat(reads(READS, replicas.get(0), client)).containsOnly(200);

    AtomicInteger more = new AtomicInteger();
    await()
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              boolean let = read(replicas.get(1), client).status() == 200;
              more.addAndGet(let ? 1 : 0);
              return !let;
            });
    assertThat(more).as("what the second replica let through").hasValueLessThan(READS / 2);
  }

  @Test
  void aLoginCountsForItselfWhereverItComesFrom() {
    String token = PetProcess.token("user-" + UUID.randomUUID(), null);
    PetProcess process = replicas.get(0);
    // A token that is not known yet counts for its address.
    assertThat(mine(process, client, token).status()).isEqualTo(200);
    for (int i = 0; i < READS; i++) {
      assertThat(mine(process, address(), token).status()).isEqualTo(200);
    }

    assertThat(mine(process, address(), token).status()).isEqualTo(429);
    assertThat(read(process, client).status()).as("without the login").isEqualTo(200);
    assertThat(mine(process, client, PetProcess.token("u-" + UUID.randomUUID(), null)).status())
        .as("another login")
        .isEqualTo(200);
  }

  @Test
  void ofIpV6TheNetworkCounts() {
    int net = ThreadLocalRandom.current().nextInt(1, 0xffff);
    PetProcess process = replicas.get(0);
    for (int i = 0; i < READS; i++) {
      String from = "2001:db8:%x:7::%x".formatted(net, i + 1);
      assertThat(read(process, from).status()).isEqualTo(200);
    }

    assertThat(read(process, "2001:db8:%x:7:ffff::1".formatted(net)).status()).isEqualTo(429);
    assertThat(read(process, "2001:db8:%x:8::1".formatted(net)).status()).isEqualTo(200);
  }

  @Test
  void withoutRedisEachProcessAllowsTheWhole() {
    assertThat(reads(READS, lonely, client)).containsOnly(200);
    assertThat(read(lonely, client).status()).isEqualTo(429);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/healthz", "/ready", "/webhooks/stripe", "/internal/order/x"})
  void senderProbesAndOurOwnProcessesAreNotLimited(String path) {
    PetProcess process = replicas.get(0);
    for (int i = 0; i < 3 * READS; i++) {
      assertThat(send(process, client, process.request(path, null)).status()).isIn(200, 404);
    }
    assertThat(read(process, client).status()).isEqualTo(200);
  }

  @Test
  void whoGuessesLoginsIsNotBelievedAnyMore() {
    String known = PetProcess.token("user-" + UUID.randomUUID(), null);
    String right = PetProcess.token("user-" + UUID.randomUUID(), null);
    assertThat(mine(replicas.get(0), client, known).status()).isEqualTo(200);
    for (int i = 0; i < BAD_LOGINS; i++) {
      assertThat(mine(replicas.get(i % 2), client, right + i).status()).isEqualTo(401);
    }

    for (PetProcess replica : replicas) {
      Answer refused = mine(replica, client, right);
      assertThat(refused.status()).isEqualTo(429);
      assertThat(Long.parseLong(refused.header("retry-after"))).isBetween(1L, 1200L);
    }
    assertThat(mine(replicas.get(0), client, known).status()).as("known before").isEqualTo(200);
    assertThat(mine(replicas.get(0), address(), right).status()).as("elsewhere").isEqualTo(200);
    assertThat(read(replicas.get(0), client).status()).as("without a login").isEqualTo(200);
  }

  @Test
  void withoutRedisEachProcessAllowsAQuarterOfTheGuesses() {
    for (int i = 0; i < BAD_LOGINS / 4; i++) {
      assertThat(mine(lonely, client, "x.y.z").status()).isEqualTo(401);
    }
    assertThat(mine(lonely, client, "x.y.z").status()).isEqualTo(429);
  }
}
