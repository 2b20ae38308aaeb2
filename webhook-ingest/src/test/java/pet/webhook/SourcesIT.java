package pet.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pet.domain.user.Login;
import pet.domain.user.LoginDeletion;
import pet.testing.Answer;
import pet.testing.PetProcess;
import pet.testing.Servers;
import pet.testing.ServersExtension;
import pet.testing.shopify.ShopifyOrderPayload;
import pet.testing.shopify.ShopifyWebhooks;
import pet.testing.shopify.SignedWebhook;

/** Stripe and a sender of Standard Webhooks deliver, signed by their own libraries. */
@ExtendWith(ServersExtension.class)
class SourcesIT {

  private static final String STAFF = PetProcess.token("bob", "staff");
  private static final String CLERK = WebhookSecrets.CLERK_IN_DEVELOPMENT;

  private static final RecordedOrders RECORDED = new RecordedOrders();
  private static final RecordedUsers USERS = new RecordedUsers();
  private static final Duration SOON = Duration.ofSeconds(30);

  private static PetProcess process;

  private final String id = UUID.randomUUID().toString();

  @BeforeAll
  static void boot(Servers servers) {
    process =
        PetProcess.of(
                "webhook-ingest",
                List.of(new OrderModuleDouble(RECORDED), USERS.module(), new WebhookModule()),
                "webhook.yml")
            .on(servers)
            .with("modules.order", "local")
            .with("modules.user", "local")
            .with("webhook.firstRetry", "100ms")
            .start();
  }

  @AfterAll
  static void stop() {
    process.close();
  }

  private static Answer stripe(String body, Instant at) throws Exception {
    long seconds = at.getEpochSecond();
    String signature =
        com.stripe.net.Webhook.Util.computeHmacSha256(
            WebhookSecrets.STRIPE_IN_DEVELOPMENT, seconds + "." + body);
    return process.send(
        post("/webhooks/stripe", body)
            .header("Stripe-Signature", "t=" + seconds + ",v1=" + signature));
  }

  private static Answer clerk(String id, String body, Instant at) throws Exception {
    return clerk("webhook", id, body, at);
  }

  /** As Standard Webhooks' own library signs, with headers of that name. */
  private static Answer clerk(String name, String id, String body, Instant at) throws Exception {
    long seconds = at.getEpochSecond();
    return process.send(
        post("/webhooks/standard/clerk", body)
            .header(name + "-id", id)
            .header(name + "-timestamp", "" + seconds)
            .header(
                name + "-signature",
                new com.standardwebhooks.Webhook(CLERK).sign(id, seconds, body)));
  }

  private static HttpRequest.Builder post(String path, String body) {
    return process
        .request(path, null)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofByteArray(body.getBytes(UTF_8)));
  }

  private String payment() {
    return """
        {"id":"evt_%s","object":"event","api_version":"2026-10-01","created":1795000000,
         "type":"payment_intent.succeeded","data":{"object":{"id":"pi_1",
         "metadata":{"shopify_order_id":"820982911946154508"}}}}"""
        .formatted(id);
  }

  private String user() {
    return """
        {"type":"user.created","object":"event","data":{"id":"user_%s","updated_at":1795000000123,
         "email_addresses":[{"id":"idn_1","email_address":"zoe@example.com"}]}}"""
        .formatted(id);
  }

  /** A sample, of a person of this test. */
  private String sample(String name) throws IOException {
    try (InputStream in =
        SourcesIT.class.getResourceAsStream("/pet/webhook/clerk/" + name + ".json")) {
      return new String(in.readAllBytes(), UTF_8).replace("user_35ZkTgAdaOfTheSamples000001", me());
    }
  }

  private String me() {
    return "user_" + id;
  }

  private static JsonNode deliveries() {
    return process.get("/api/webhooks/deliveries?limit=100", STAFF).json().get("items");
  }

  private static JsonNode newest() {
    return deliveries().get(0);
  }

  @Test
  void anEventOfStripeIsKeptOnce() throws Exception {
    Answer first = stripe(payment(), Instant.now());
    assertThat(first.text()).isEqualTo("{\"status\":\"accepted\"}");
    assertThat(stripe(payment(), Instant.now()).text()).isEqualTo("{\"status\":\"duplicate\"}");

    JsonNode kept = newest();
    assertThat(kept.get("source").asText()).isEqualTo("stripe");
    assertThat(kept.get("topic").asText()).isEqualTo("payment_intent.succeeded");
    assertThat(kept.get("eventId").asText()).isEqualTo("evt_" + id);
    assertThat(kept.get("lane").asText()).isEqualTo("shopify:order:820982911946154508");
  }

  private static final AtomicLong ORDERS = new AtomicLong(820_982_911_946_000_000L);

  private String event(String type, String metadata) {
    return """
        {"id":"evt_%s","object":"event","created":1795000000,"type":"%s",
         "data":{"object":{"id":"pi_1","metadata":{%s}}}}"""
        .formatted(UUID.randomUUID(), type, metadata);
  }

  private static JsonNode awaitNewest(String status) {
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(newest().get("status").asText()).isEqualTo(status));
    return newest();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'shopify_order_id':'%d'",
        "'shopify_order_id':'gid://shopify/Order/%d'",
        "'order_id':'%d'",
        "'order_id':'HH-%d'",
        "'order_number':'#%d'",
        "'shopify_order_id':'none','order_id':'cart 7','order_number':'#%d'"
      })
  void aPaymentNamesItsOrderInOneOfTheseWays(String metadata) throws Exception {
    long order = ORDERS.incrementAndGet();
    RECORDED.create(order);

    stripe(
        event("payment_intent.succeeded", metadata.replace('\'', '"').formatted(order)),
        Instant.now());

    JsonNode kept = awaitNewest("PROCESSED");
    assertThat(kept.get("lane").asText())
        .as("found with its order")
        .isEqualTo("shopify:order:" + order);
    assertThat(RECORDED.news()).filteredOn(news -> news.shopifyOrderId() == order).hasSize(1);
  }

  @Test
  void aPaymentOfAnOrderThatIsNotOursHasNoEffect() throws Exception {
    for (String metadata :
        List.of("", "\"order_id\":\"" + UUID.randomUUID() + "\"", "\"order_id\":\"rZ7\"")) {
      stripe(event("payment_intent.succeeded", metadata), Instant.now());
      assertThat(awaitNewest("PROCESSED").get("reason").asText())
          .isEqualTo("it names no order of ours");
    }
    stripe(event("payment_intent.succeeded", "\"order_number\":\"77-9\""), Instant.now());
    assertThat(awaitNewest("WAITING").get("reason").asText())
        .isEqualTo("its order does not exist yet");
  }

  @Test
  void aPaymentThatNamesItsOrderByNumberIsReleasedByItsCreate() throws Exception {
    ShopifyOrderPayload order = ShopifyOrderPayload.anOrder();
    order.number(order.id());
    String named = "\"order_number\":\"#%d\"".formatted(order.id());
    stripe(event("payment_intent.succeeded", named), Instant.now());
    String payment = awaitNewest("WAITING").get("id").asText();
    // It has been looked at a second time, and would be left alone for minutes now.
    await()
        .atMost(SOON)
        .until(
            () ->
                Instant.parse(delivery(payment).get("dueAt").asText())
                    .isAfter(Instant.now().plusSeconds(60)));

    SignedWebhook created = new ShopifyWebhooks().deliver("orders/create", order);
    assertThat(process.deliver(created).status()).isEqualTo(200);

    awaitPaid(payment, order.id());
  }

  /** Its create may come between the question for the order and the answer. */
  @Test
  void aPaymentWhoseOrderCameAtTheSameMomentIsLookedAtAgain() throws Exception {
    long order = ORDERS.incrementAndGet();
    RECORDED.afterName(() -> RECORDED.create(order));
    stripe(
        event("payment_intent.succeeded", "\"order_number\":\"#%d\"".formatted(order)),
        Instant.now());
    awaitPaid(newest().get("id").asText(), order);
  }

  private static JsonNode delivery(String delivery) {
    return process.get("/api/webhooks/deliveries/" + delivery, STAFF).json();
  }

  private static void awaitPaid(String payment, long order) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> assertThat(delivery(payment).get("status").asText()).isEqualTo("PROCESSED"));
    assertThat(delivery(payment).get("lane").asText()).isEqualTo("shopify:order:" + order);
    assertThat(RECORDED.news()).filteredOn(news -> news.shopifyOrderId() == order).hasSize(1);
  }

  @Test
  void aRefundedChargeIsKeptWithItsOrderAndMovesNoMoney() throws Exception {
    long order = ORDERS.incrementAndGet();
    RECORDED.create(order);

    stripe(event("charge.refunded", "\"order_id\":\"HH-" + order + "\""), Instant.now());

    JsonNode kept = awaitNewest("PROCESSED");
    assertThat(kept.get("lane").asText()).isEqualTo("shopify:order:" + order);
    assertThat(kept.get("reason").asText())
        .isEqualTo("kept with its order: the shop tells of its refunds itself");
    assertThat(RECORDED.news()).noneMatch(news -> news.shopifyOrderId() == order);
  }

  @Test
  void anEventOfClerkIsKeptOnce() throws Exception {
    assertThat(clerk(id, user(), Instant.now()).text()).isEqualTo("{\"status\":\"accepted\"}");
    assertThat(clerk(id, user(), Instant.now()).text()).isEqualTo("{\"status\":\"duplicate\"}");

    JsonNode kept = newest();
    assertThat(kept.get("source").asText()).isEqualTo("clerk");
    assertThat(kept.get("topic").asText()).isEqualTo("user.created");
    assertThat(kept.get("webhookId").asText()).isEqualTo(id);
    assertThat(kept.get("lane").asText()).isEqualTo("clerk:user:user_" + id);
    assertThat(kept.get("resourceUpdatedAt").asText()).isEqualTo("2026-11-18T11:06:40.123Z");
    assertThat(kept.toString()).doesNotContain("zoe@example.com");
  }

  @Test
  void whatClerkSaysOfAPersonIsToldToTheUserModule() throws Exception {
    clerk(id + "c", sample("user_created"), Instant.now());
    clerk(id + "u", sample("user_updated"), Instant.now());
    clerk(id + "d", sample("user_deleted"), Instant.now());

    await()
        .atMost(SOON)
        .untilAsserted(
            () -> assertThat(USERS.deletions()).contains(new LoginDeletion("clerk", me())));
    assertThat(USERS.logins())
        .filteredOn(login -> login.userId().equals(me()))
        .as("in their order")
        .containsExactly(
            new Login(me(), "Ada@Example.com", Instant.ofEpochMilli(1_795_000_000_123L)),
            new Login(me(), "ada@new.example", Instant.ofEpochMilli(1_795_000_050_000L)));
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(newest().get("reason").asText()).isEqualTo("the person will be erased"));
  }

  @Test
  void whileTheUserModuleIsAwayClerksDeliveriesWait() throws Exception {
    USERS.away(true);
    clerk(id, sample("user_deleted"), Instant.now());
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(newest().get("reason").asText())
                    .isEqualTo("the user module does not answer"));
    assertThat(newest().get("status").asText()).isEqualTo("RETRYING");

    USERS.away(false);
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(newest().get("status").asText()).isEqualTo("PROCESSED"));
    assertThat(USERS.deletions()).contains(new LoginDeletion("clerk", me()));
  }

  /** Clerk sends by Svix, whose headers are the standard's under its own name. */
  @Test
  void theSendersOwnNamesOfTheHeadersAreUnderstood() throws Exception {
    assertThat(clerk("svix", id, user(), Instant.now()).text())
        .isEqualTo("{\"status\":\"accepted\"}");
    assertThat(clerk("webhook", id, user(), Instant.now()).text())
        .isEqualTo("{\"status\":\"duplicate\"}");
    assertThat(clerk("svix", id, user() + " ", Instant.now().minusSeconds(400)).status())
        .isEqualTo(401);
    Answer detail = process.get("/api/webhooks/deliveries/" + newest().get("id").asText(), STAFF);
    assertThat(detail.json().at("/headers/svix-signature/0").asText()).isEqualTo("[REDACTED]");
    assertThat(detail.header("etag")).isNotBlank();
  }

  @Test
  void whatIsNotBelievedIsNotStored() throws Exception {
    int before = deliveries().size();
    Instant old = Instant.now().minusSeconds(400);
    assertThat(stripe(payment(), old).status()).isEqualTo(401);
    assertThat(clerk(id, user(), old).status()).isEqualTo(401);
    assertThat(process.send(post("/webhooks/stripe", payment())).status()).isEqualTo(401);
    assertThat(process.send(post("/webhooks/standard/clerk", user())).status()).isEqualTo(401);

    Answer stranger = process.send(post("/webhooks/standard/stranger", user()));
    assertThat(stranger.status()).isEqualTo(404);
    assertThat(deliveries()).hasSize(before);
    assertThat(process.admin("/metrics").text())
        .contains("webhook_rejected_stripe_outside_tolerance_total")
        .contains("webhook_rejected_clerk_missing_total");
  }

  /** Whoever signed it would give up on what is refused. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"type":"payment_intent.succeeded"                    | unreadable | it does not say what it is about
          {"id":"evt_%s","created":1}                           | unreadable | it does not say what it is about
          {"id":"evt_%s","type":"A B","created":1}              | unreadable | it does not say what it is about
          """)
  void aSignedEventThatCannotBeReadIsKeptAndDeadWithItsReason(
      String told, String topic, String reason) throws Exception {
    String body = told.replace("%s", id) + " ".repeat(Math.abs(id.hashCode() % 997));
    assertThat(stripe(body, Instant.now()).text()).isEqualTo("{\"status\":\"accepted\"}");
    assertThat(stripe(body, Instant.now()).text()).isEqualTo("{\"status\":\"duplicate\"}");
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(newest().get("status").asText()).isEqualTo("DEAD"));
    assertThat(newest().get("topic").asText()).isEqualTo(topic);
    assertThat(newest().get("reason").asText()).isEqualTo(reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "'created':1e99,", "'created':'now',"})
  void aPaymentNeedNotSayWhenItWas(String created) throws Exception {
    long order = ORDERS.incrementAndGet();
    RECORDED.create(order);
    stripe(
        """
        {"id":"evt_%s",%s"type":"payment_intent.succeeded",
         "data":{"object":{"metadata":{"shopify_order_id":"%d"}}}}"""
            .formatted(id, created.replace('\'', '"'), order),
        Instant.now());
    assertThat(awaitNewest("PROCESSED").get("lane").asText()).isEqualTo("shopify:order:" + order);
    assertThat(RECORDED.news()).filteredOn(news -> news.shopifyOrderId() == order).hasSize(1);
  }

  @Test
  void whatWeDoNotActOnIsKeptWhateverItLacks() throws Exception {
    stripe("{\"id\":\"evt_%s\",\"type\":\"a.b\",\"created\":1e99}".formatted(id), Instant.now());
    assertThat(awaitNewest("PROCESSED").get("reason").asText())
        .isEqualTo("no action for this topic");
  }

  @Test
  void nothingThatClerkSignedIsRefused() throws Exception {
    assertThat(clerk(id, "no JSON", Instant.now()).text()).isEqualTo("{\"status\":\"accepted\"}");
    assertThat(clerk(id, "no JSON", Instant.now()).text()).isEqualTo("{\"status\":\"duplicate\"}");
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(newest().get("status").asText()).isEqualTo("DEAD"));
  }
}
