package pet.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import pet.dev.mode.ModeFile;
import pet.dev.mode.RunRecord.Running;
import pet.testing.Answer;
import pet.testing.shopify.ShopifyOrderPayload;
import pet.testing.shopify.ShopifyWebhooks;
import pet.testing.shopify.SignedWebhook;

/**
 * One suite for every mode, unchanged: from outside nobody can tell where a module runs. Each mode
 * is started by the real launcher, on the same data, and uses the public address and, for what only
 * operators see, the admin ports.
 */
@Tag("modes")
@ParameterizedClass(name = "{0}")
@MethodSource("modes")
class ModesIT {

  private static final String NOWHERE = "00000000-0000-4000-8000-000000000000";

  private static Path home;
  private static int offset;
  private static String kept;
  private static RunningMode running;
  private static Walk walk;

  @Parameter String mode;

  /** Every file there is: a fifth mode is tested as soon as it is written. */
  static List<String> modes() {
    return ModeFile.names(Path.of("modes"));
  }

  @BeforeAll
  static void prepare() throws IOException {
    home = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "modes-");
    home = home.toAbsolutePath();
    Path binaries = Path.of("..", ".pet", "bin").toAbsolutePath().normalize();
    if (Files.isDirectory(binaries)) {
      // Unpacking PostgreSQL takes seconds, and it is the same one.
      Files.createSymbolicLink(home.resolve("bin"), binaries);
    }
    offset = RunningMode.freeOffset();
  }

  @BeforeParameterizedClassInvocation
  static void boot(String mode) {
    running = RunningMode.start(mode, home, offset);
    try {
      walk = Walk.on(running.client());
      if (modes().indexOf(mode) == 0) {
        startsOnNewDataWithoutAlarm();
      }
    } catch (RuntimeException | Error e) {
      // Or the next mode would find its place taken, and fail for that.
      running.kill();
      throw e;
    }
  }

  /** What a newcomer reads first. A machine that is out of breath may say a thing or two. */
  private static void startsOnNewDataWithoutAlarm() {
    assertThat(running.log().lines().filter(line -> line.contains(" ERROR "))).hasSizeLessThan(4);
  }

  /** By turns with Ctrl-C and with kill -9: nothing is left behind either way. */
  @AfterParameterizedClassInvocation
  static void stop(String mode) {
    walk.awaitCounted();
    // Whatever the suite did, and the modes before it, on the same data.
    Answer verified = running.run("pet.dev.verify.Verify");
    assertThat(verified.status()).as(verified.text()).isZero();
    List<ProcessHandle> family = running.family();
    assertThat(family).hasSizeGreaterThanOrEqualTo(running.addresses().size());
    if (modes().indexOf(mode) % 2 == 0) {
      running.kill();
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> family.stream().noneMatch(ProcessHandle::isAlive));
    } else {
      running.interrupt();
      // What was ended before the launcher may still wait to be taken off the system's list.
      await()
          .atMost(Duration.ofSeconds(3))
          .until(() -> family.stream().noneMatch(ProcessHandle::isAlive));
    }
  }

  @AfterAll
  static void tidyUp() {
    if (running != null && running.isAlive()) {
      running.kill();
    }
  }

  private static StoreClient store() {
    return running.client();
  }

  @Test
  void leadsFromADesignToTheDashboard() {
    walk.wholePath();
  }

  @Test
  void findsWhatAnotherModeHasStored() {
    if (kept == null) {
      kept = walk.share(walk.design());
    }
    assertThat(store().get("/api/designs/shared/" + kept).json().get("name").asText())
        .isEqualTo("Rex, everyday");
  }

  @Test
  void tellsThatItIsAliveAndReady() {
    assertThat(store().get("/healthz").status()).isEqualTo(200);
    assertThat(store().get("/ready").status()).isEqualTo(200);
  }

  @Test
  void showsTheCatalogAndKnowsWhoHasItAlready() {
    Answer catalog = store().get("/api/catalog");
    assertThat(catalog.json().at("/sizes/2/size").asText() + catalog.text()).contains("49.99");
    Answer again =
        store()
            .send(
                store()
                    .request("/api/catalog", null)
                    .header("If-None-Match", catalog.header("etag")));
    assertThat(again.status()).isEqualTo(304);
    assertThat(again.text()).isEmpty();
  }

  @Test
  void quotesOnTheServer() {
    Answer quote =
        store()
            .post(
                "/api/designs/quote",
                null,
                "{\"size\":\"M\",\"colorId\":\"ocean\",\"hardwareId\":\"gold\"}");
    assertThat(quote.status()).as(quote.text()).isEqualTo(200);
    assertThat(quote.json().at("/subtotal/amount").asText()).isEqualTo("62.99");
    assertThat(quote.json().at("/total/amount").asText()).isEqualTo("68.50");
  }

  @Test
  void listsDesignsPageByPageToTheirOwnerOnly() {
    Set<String> made = new HashSet<>();
    for (int i = 0; i < 3; i++) {
      made.add(walk.design().get("id").asText());
    }
    Set<String> listed = new HashSet<>();
    String path = "/api/designs?limit=2";
    for (String next = path; next != null; ) {
      JsonNode page = store().get(next, walk.jane()).json();
      assertThat(page.get("items").size()).isBetween(1, 2);
      page.get("items").forEach(item -> assertThat(listed.add(item.get("id").asText())).isTrue());
      next =
          page.path("nextCursor").isNull()
              ? null
              : path + "&cursor=" + page.get("nextCursor").asText();
    }
    assertThat(listed).containsAll(made);
    String eve = store().token("eve", null, null);
    assertThat(store().get("/api/designs", eve).json().get("items")).isEmpty();
    assertThat(store().get("/api/designs/" + made.iterator().next(), eve).status()).isEqualTo(404);
  }

  @Test
  void answersProblemsAsProblemDetails() {
    problem(store().get("/api/designs"), 401, "unauthenticated");
    problem(store().get("/api/designs/" + NOWHERE, walk.jane()), 404, "not-found");
    problem(store().get("/api/orders", walk.jane() + "x"), 401, "unauthenticated");
    problem(store().get("/api/analytics/orders", walk.jane()), 403, "forbidden");
    problem(store().get("/api/analytics/nothing", walk.staff()), 404, "not-found");
    problem(store().post("/api/designs", walk.jane(), "{\"name\":"), 400, "malformed-body");
    Answer invalid =
        store().post("/api/designs", walk.jane(), "{\"name\":\"\",\"config\":{\"size\":\"M\"}}");
    assertThat(invalid.status()).isIn(400, 422);
    assertThat(invalid.json().get("errors").findValuesAsText("field"))
        .containsExactlyInAnyOrder("config.colorId", "config.hardwareId");
  }

  private static void problem(Answer answer, int status, String type) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
    assertThat(answer.json().get("status").asInt()).isEqualTo(status);
    assertThat(answer.json().get("type").asText()).isEqualTo("urn:pet:problem:" + type);
  }

  @Test
  void hasNothingOnOtherPathsNorInsideFromOutside() {
    for (String path : List.of("/", "/api/nothing", "/api/designsx", "/internal/x")) {
      assertThat(store().get(path, walk.staff()).status()).as(path).isEqualTo(404);
    }
    assertThat(store().post("/internal/order/reports", walk.staff(), "{}").status()).isEqualTo(404);
  }

  @Test
  void knowsItsUser() {
    String subject = "user-" + mode;
    String token = store().token(subject, null, "Jo@Example.com");
    JsonNode me = store().get("/api/users/me", token).json();
    assertThat(me.toString()).contains(subject).containsIgnoringCase("jo@example.com");
    assertThat(store().get("/api/users/me", token).json().get("createdAt"))
        .isEqualTo(me.get("createdAt"));
    problem(store().get("/api/users/me"), 401, "unauthenticated");
  }

  @Test
  void letsStaffTakeSingleStepsAndRecordsThem() {
    ShopifyOrderPayload order = walk.orderOf(walk.design());
    walk.taken(walk.delivery(Walk.CREATED, order));
    JsonNode placed = walk.awaitConfirmed(order);
    String path = "/api/orders/" + placed.get("id").asText();
    String change = "{\"status\":\"IN_PRODUCTION\",\"note\":\"Straps are cut ✂\"}";
    problem(store().post(path + "/status", walk.jane(), change), 403, "forbidden");
    problem(
        store().post(path + "/status", walk.staff(), "{\"status\":\"DELIVERED\"}"),
        409,
        "illegal-transition");
    Answer changed = store().post(path + "/status", walk.staff(), change);
    assertThat(changed.status()).as(changed.text()).isEqualTo(200);
    Answer read = store().get(path, walk.staff());
    assertThat(read.json().get("history").findValuesAsText("status"))
        .containsExactly("CONFIRMED", "IN_PRODUCTION");
    assertThat(read.text()).contains("Straps are cut ✂");
    Answer unchanged =
        store()
            .send(store().request(path, walk.staff()).header("If-None-Match", read.header("etag")));
    assertThat(unchanged.status()).isEqualTo(304);
  }

  @Test
  void takesADeliveryOnceHoweverOftenItComes() {
    ShopifyOrderPayload order = walk.orderOf(walk.design());
    SignedWebhook created = walk.delivery(Walk.CREATED, order);
    walk.taken(created);
    walk.taken(created);
    SignedWebhook fulfilled = walk.delivery(Walk.FULFILLED, Walk.sent(order));
    walk.taken(fulfilled);
    walk.taken(created);
    walk.taken(fulfilled);
    JsonNode shipped = walk.awaitConfirmedAndShipped(order);
    assertThat(shipped.get("history").findValuesAsText("status"))
        .containsExactly("CONFIRMED", "SHIPPED");
    walk.awaitCounted();
  }

  @Test
  void takesAFulfilmentBeforeItsOrderAndAnOlderVersionAfterIt() {
    ShopifyOrderPayload order = walk.orderOf(walk.design());
    SignedWebhook created = walk.delivery(Walk.CREATED, order);
    SignedWebhook old =
        walk.delivery("orders/paid", order.updatedAt(Instant.now().minusSeconds(60)));
    walk.taken(walk.delivery(Walk.FULFILLED, Walk.sent(order)));
    assertThat(walk.lookUp(order).status()).isEqualTo(404);
    walk.taken(created);
    walk.awaitConfirmedAndShipped(order);
    walk.taken(old);
    walk.awaitCounted();
    assertThat(walk.lookUp(order).json().get("status").asText()).isEqualTo("SHIPPED");
  }

  @Test
  void storesNothingThatIsNotSigned() {
    ShopifyOrderPayload order = walk.orderOf(walk.design());
    SignedWebhook real = walk.delivery(Walk.CREATED, order);
    byte[] forged =
        new String(real.body(), StandardCharsets.UTF_8)
            .replace("USD", "EUR")
            .getBytes(StandardCharsets.UTF_8);
    for (SignedWebhook webhook :
        List.of(
            real.withBody(forged),
            real.with(SignedWebhook.SIGNATURE, null),
            real.with(SignedWebhook.SIGNATURE, "not base64!"),
            new ShopifyWebhooks("another secret", "paws.myshopify.com")
                .deliver(Walk.CREATED, order))) {
      problem(walk.deliver(webhook), 401, "bad-signature");
    }
    assertThat(walk.lookUp(order).status()).isEqualTo(404);
  }

  @Test
  void refusesABodyPastTheCapAndWhatIsNotJson() {
    ShopifyWebhooks shop = new ShopifyWebhooks();
    assertThat(walk.deliver(shop.deliver(Walk.CREATED, new byte[1024 * 1024 + 1])).status())
        .isEqualTo(413);
    // A shop that signs is believed: what cannot be read is kept, for people to look at.
    byte[] unreadable = "{\"id\":\n oops}".getBytes(StandardCharsets.UTF_8);
    assertThat(walk.deliver(shop.deliver(Walk.CREATED, unreadable)).status()).isEqualTo(200);
    Answer malformed =
        store()
            .send(
                store()
                    .request("/api/designs/quote", null)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofByteArray(unreadable)));
    assertThat(malformed.status()).isEqualTo(400);
    assertThat(malformed.json().get("detail").asText()).contains("line 2");
    Answer large =
        store()
            .send(
                store()
                    .request("/api/designs/quote", null)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofByteArray(new byte[65 * 1024])));
    assertThat(large.status()).isEqualTo(413);
  }

  @Test
  void answersAWrongEmailLikeAnUnknownNumber() {
    ShopifyOrderPayload order = walk.orderOf(walk.design());
    walk.taken(walk.delivery(Walk.CREATED, order));
    walk.awaitConfirmed(order);
    Answer wrong = store().get("/api/orders/" + order.number() + "?email=eve@example.com");
    Answer unknown = store().get("/api/orders/1?email=eve@example.com");
    problem(wrong, 404, "not-found");
    assertThat(unknown.text()).isEqualTo(wrong.text());
  }

  @Test
  void isHealthyInEveryProcessAndSaysSo() {
    Answer status = running.run("pet.dev.status.HybridStatus");
    assertThat(status.text()).contains("mode " + mode);
    for (Running process : running.record().processes()) {
      assertThat(status.text()).contains(process.name()).contains(process.url().toString());
    }
    assertThat(status.text()).contains("analytics", "builder", "order", "user", "webhook");
    assertThat(status.status()).as(status.text()).isZero();
  }

  @Test
  void isFoundByTheCommandsOfMakeWhereItWasMoved() {
    Answer rebuilt = running.make("analytics-rebuild", "ROLLUP=funnel", "DRY_RUN=1");
    assertThat(rebuilt.status()).as(rebuilt.text()).isZero();
    assertThat(rebuilt.text()).contains("funnel, nothing changed");
    Answer replayed = running.make("analytics-replay-dead", "TOPOLOGY=funnel");
    assertThat(replayed.status()).as(replayed.text()).isZero();
    assertThat(replayed.text()).contains("0 dead letters of funnel");
    Answer parked = running.make("outbox-parked");
    assertThat(parked.status()).as(parked.text()).isZero();
  }

  @Test
  void isOnlyOnceOnItsDataAndItsPorts() throws IOException {
    assertThat(RunningMode.refused(modes().get(0), home, offset))
        .contains("a store runs already")
        .contains("in mode " + mode);
    Path elsewhere = Files.createDirectories(home.resolve("elsewhere"));
    assertThat(RunningMode.refused(mode, elsewhere, offset))
        .contains("port " + running.addresses().get(0).getPort() + " is in use, by process");
    assertThat(store().get("/ready").status()).isEqualTo(200);
  }

  /** Each child in turn, with all of its modules' paths. */
  @Test
  void goesOnWithoutAProcessThatDiesAndHasItBack() {
    List<String> killed = new ArrayList<>();
    for (Running victim : running.children().values()) {
      if (victim.url().equals(store().url())) {
        continue;
      }
      killed.add(victim.name());
      Outage.of(running, walk, victim).check();
    }
    assertThat(killed).hasSize(Math.max(0, running.record().processes().size() - 1));
    walk.wholePath();
  }
}
