package pet.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static pet.testing.shopify.ShopifyOrderPayload.anOrder;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import pet.domain.order.OrderReport.Fact;
import pet.platform.database.DatabaseSettings;
import pet.testing.Answer;
import pet.testing.PetProcess;
import pet.testing.Servers;
import pet.testing.ServersExtension;
import pet.testing.shopify.ShopifyOrderPayload;
import pet.testing.shopify.ShopifyWebhooks;
import pet.testing.shopify.SignedWebhook;
import pet.webhook.payload.UnreadablePayload;

/** The module in processes: two of them, on one log. */
@ExtendWith(ServersExtension.class)
@Timeout(120)
class WebhookIT {

  private static final String STAFF = PetProcess.token("bob", "staff");
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final RecordedOrders ORDERS = new RecordedOrders();
  private static PetProcess process;
  private static PetProcess second;

  private final ShopifyWebhooks shop = new ShopifyWebhooks("newest", "paws.myshopify.com");

  @BeforeAll
  static void boot(Servers servers) {
    DatabaseSettings database = servers.newDatabase();
    process = start(servers, database);
    second = start(servers, database);
  }

  private static PetProcess start(Servers servers, DatabaseSettings database) {
    return PetProcess.of(
            "webhook-ingest",
            List.of(new OrderModuleDouble(ORDERS), new WebhookModule()),
            "webhook.yml")
        .on(servers, database)
        .with("modules.order", "local")
        .with("webhook.shopifySecrets", "newest,older")
        .with("webhook.firstRetry", "100ms")
        .start();
  }

  @AfterAll
  static void stop() {
    process.close();
    second.close();
  }

  @AfterEach
  void back() {
    ORDERS.away(false);
    ORDERS.before(report -> {});
  }

  private static Answer send(SignedWebhook webhook) {
    return send(process, webhook, webhook.body());
  }

  private static Answer send(PetProcess to, SignedWebhook webhook, byte[] body) {
    return to.deliver(webhook.withBody(body));
  }

  private static void accept(SignedWebhook webhook) {
    Answer answer = send(webhook);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    assertThat(answer.json()).hasToString("{\"status\":\"accepted\"}");
  }

  private static int stored() {
    int count = 0;
    String cursor = "";
    do {
      JsonNode page = process.get("/api/webhooks/deliveries?limit=100" + cursor, STAFF).json();
      count += page.get("items").size();
      cursor =
          page.get("nextCursor").isNull() ? null : "&cursor=" + page.get("nextCursor").asText();
    } while (cursor != null);
    return count;
  }

  private static JsonNode delivery(SignedWebhook webhook) {
    String id = webhook.headers().get(SignedWebhook.WEBHOOK_ID);
    for (JsonNode item :
        process.get("/api/webhooks/deliveries?limit=100", STAFF).json().get("items")) {
      if (id.equals(item.get("webhookId").asText())
          && Set.of(webhook.topic(), UnreadablePayload.TOPIC)
              .contains(item.get("topic").asText())) {
        return item;
      }
    }
    throw new AssertionError("no delivery " + id);
  }

  private static void awaitStatus(SignedWebhook webhook, DeliveryState status) {
    await()
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(50))
        .untilAsserted(
            () -> assertThat(delivery(webhook).get("status").asText()).isEqualTo(status.name()));
  }

  private static void assertRefused(Answer answer, int status, String type) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
    assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
    assertThat(answer.json().get("status").asInt()).isEqualTo(status);
    assertThat(answer.json().get("type").asText()).isEqualTo("urn:pet:problem:" + type);
  }

  @Test
  void anOrderAsShopifySendsIt() {
    ShopifyOrderPayload order = anOrder().designed("d1", 1, "49.99", 1);
    SignedWebhook compact = shop.deliver("orders/create", order);
    accept(compact);
    awaitStatus(compact, DeliveryState.PROCESSED);
    SignedWebhook pretty = shop.deliver("orders/fulfilled", order.pretty());
    accept(pretty);
    awaitStatus(pretty, DeliveryState.PROCESSED);
    assertThat(ORDERS.factsOf(order.id())).containsExactly(Fact.CREATED, Fact.FULFILLED);
    assertThat(delivery(compact).get("shop").asText()).isEqualTo("paws.myshopify.com");
    assertThat(delivery(compact).get("apiVersion").asText()).isEqualTo("2025-01");
  }

  @Test
  void shopifysOwnTestDelivery() {
    SignedWebhook sample = shop.deliver("orders/create", ShopifyWebhooks.sample("orders_create"));
    accept(sample);
    awaitStatus(sample, DeliveryState.PROCESSED);
    assertThat(ORDERS.factsOf(820982911946154500L)).containsExactly(Fact.CREATED);
  }

  @Test
  void theSignatureIsOverTheInflatedBody() throws IOException {
    ShopifyOrderPayload order = anOrder();
    SignedWebhook webhook = shop.deliver("orders/create", order);
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
      gzip.write(webhook.body());
    }
    Answer answer = send(process, webhook.with("Content-Encoding", "gzip"), zipped.toByteArray());
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    awaitStatus(webhook, DeliveryState.PROCESSED);
  }

  @Test
  void whatIsNoGzipIsRefused() {
    SignedWebhook webhook = shop.deliver("orders/create", anOrder());
    Answer answer = send(process, webhook.with("Content-Encoding", "gzip"), webhook.body());
    assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
    assertThat(answer.json().get("type").asText()).isEqualTo("urn:pet:problem:malformed-body");
  }

  @Test
  void aDuplicateIsGoodAndHasNoEffect() {
    ShopifyOrderPayload order = anOrder();
    SignedWebhook webhook = shop.deliver("orders/create", order);
    accept(webhook);
    assertThat(send(webhook).json()).hasToString("{\"status\":\"duplicate\"}");
    assertThat(send(second, webhook, webhook.body()).json())
        .hasToString("{\"status\":\"duplicate\"}");
    // Without an id it is the event's, and without that the body's.
    SignedWebhook event = shop.deliver("orders/paid", order).with(SignedWebhook.WEBHOOK_ID, null);
    accept(event);
    assertThat(send(event).json()).hasToString("{\"status\":\"duplicate\"}");
    SignedWebhook bare = event.with(SignedWebhook.EVENT_ID, null);
    accept(bare);
    assertThat(send(bare).json()).hasToString("{\"status\":\"duplicate\"}");
    // Another topic is another delivery, whatever ids it shares.
    accept(webhook.with("X-Shopify-Topic", "orders/fulfilled"));
    await().atMost(SOON).until(() -> ORDERS.factsOf(order.id()).contains(Fact.FULFILLED));
    assertThat(ORDERS.factsOf(order.id())).containsOnlyOnce(Fact.CREATED, Fact.FULFILLED);
  }

  @Test
  void duplicatesAtTheSameTimeAreOneDelivery() {
    ShopifyOrderPayload order = anOrder();
    SignedWebhook webhook = shop.deliver("orders/create", order);
    List<String> answers =
        IntStream.range(0, 12)
            .parallel()
            .mapToObj(i -> send(i % 2 == 0 ? process : second, webhook, webhook.body()))
            .map(answer -> answer.json().get("status").asText())
            .toList();
    assertThat(answers).containsOnlyOnce("accepted").hasSize(12);
    awaitStatus(webhook, DeliveryState.PROCESSED);
    assertThat(ORDERS.factsOf(order.id())).containsExactly(Fact.CREATED);
  }

  @Test
  void whatNobodySignedIsRefusedAndNotStored() {
    SignedWebhook good = shop.deliver("orders/create", anOrder());
    int before = stored();
    assertRefused(send(good.with(SignedWebhook.SIGNATURE, null)), 401, "bad-signature");
    assertRefused(send(good.with(SignedWebhook.SIGNATURE, "")), 401, "bad-signature");
    assertRefused(send(good.with(SignedWebhook.SIGNATURE, "AAAA")), 401, "bad-signature");
    assertRefused(send(good.withBody(anOrder().compact())), 401, "bad-signature");
    assertRefused(send(good.withBody("not json".getBytes(UTF_8))), 401, "bad-signature");
    assertRefused(send(good.withBody(new byte[0])), 401, "bad-signature");
    assertRefused(
        send(new ShopifyWebhooks("retired", "s").deliver("orders/create", anOrder())),
        401,
        "bad-signature");
    assertThat(stored()).isEqualTo(before);
    accept(good);
  }

  @Test
  void theOlderSecretSignsToo() {
    SignedWebhook webhook = new ShopifyWebhooks("older", "s").deliver("orders/create", anOrder());
    accept(webhook);
    assertThat(process.admin("/metrics").text()).contains("webhook_secret_shopify_1_total");
  }

  @Test
  void aBodyMayHaveOneMebibyte() {
    byte[] body = new byte[1024 * 1024];
    Arrays.fill(body, (byte) ' ');
    byte[] json = "{\"shop_id\":1}".getBytes(UTF_8);
    System.arraycopy(json, 0, body, 0, json.length);
    accept(shop.deliver("shop/redact", body));
    byte[] larger = Arrays.copyOf(body, body.length + 1);
    larger[body.length] = ' ';
    int before = stored();
    assertRefused(send(shop.deliver("shop/redact", larger)), 413, "too-large");
    assertThat(stored()).isEqualTo(before);
  }

  @Test
  void aSignedDeliveryThatCannotBeReadIsKeptAndDeadWithItsReason() {
    SignedWebhook malformed = shop.deliver("orders/create", "{\"id\": 1,\n oops}".getBytes(UTF_8));
    SignedWebhook nameless = shop.deliver("orders/delete", "{\"name\":\"#1\"}".getBytes(UTF_8));
    SignedWebhook strange = shop.deliver("orders.create", "{\"id\":1}".getBytes(UTF_8));
    for (SignedWebhook webhook : List.of(malformed, nameless, strange)) {
      accept(webhook);
      awaitStatus(webhook, DeliveryState.DEAD);
      assertThat(send(webhook).text()).isEqualTo("{\"status\":\"duplicate\"}");
    }

    assertThat(delivery(malformed).get("reason").asText()).isEqualTo("the body cannot be read");
    assertThat(delivery(nameless).get("reason").asText()).isEqualTo("invalid: id");
    assertThat(delivery(strange).get("topic").asText()).isEqualTo("unreadable");
    assertThat(delivery(strange).get("reason").asText())
        .isEqualTo("it does not say what it is about");
  }

  @Test
  void anotherTopicIsKeptWithoutAction() {
    SignedWebhook webhook = shop.deliver("app/uninstalled", ShopifyWebhooks.sample("shop_redact"));
    accept(webhook);
    awaitStatus(webhook, DeliveryState.PROCESSED);
    assertThat(delivery(webhook).get("reason").asText()).isEqualTo("no action for this topic");
  }

  @Test
  void perOrderInSequenceAndOrdersSideBySide() {
    List<ShopifyOrderPayload> orders = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      orders.add(anOrder().designed("d1", 1, "49.99", 1));
    }
    int turn = 0;
    for (String topic :
        List.of("orders/create", "orders/paid", "orders/fulfilled", "orders/cancelled")) {
      for (ShopifyOrderPayload order : orders) {
        SignedWebhook webhook = shop.deliver(topic, order);
        PetProcess to = turn++ % 2 == 0 ? process : second;
        assertThat(send(to, webhook, webhook.body()).status()).isEqualTo(200);
      }
    }
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(orders)
                    .allSatisfy(
                        order ->
                            assertThat(ORDERS.factsOf(order.id()))
                                .containsExactly(
                                    Fact.CREATED, Fact.PAID, Fact.FULFILLED, Fact.CANCELLED)));
    ORDERS.assertThatNoOrderWasInTwoHands();
  }

  @Test
  void aFulfilmentBeforeItsOrderWaitsForIt() {
    ShopifyOrderPayload order = anOrder();
    SignedWebhook early = shop.deliver("orders/fulfilled", order);
    accept(early);
    awaitStatus(early, DeliveryState.WAITING);
    accept(shop.deliver("orders/create", order));
    awaitStatus(early, DeliveryState.PROCESSED);
    assertThat(ORDERS.factsOf(order.id())).containsExactly(Fact.CREATED, Fact.FULFILLED);
  }

  @Test
  void whileTheOrderModuleIsAwayNothingIsLost() {
    ORDERS.away(true);
    ShopifyOrderPayload order = anOrder();
    SignedWebhook created = shop.deliver("orders/create", order);
    SignedWebhook paid = shop.deliver("orders/paid", order);
    accept(created);
    accept(paid);
    awaitStatus(created, DeliveryState.RETRYING);
    assertThat(delivery(created).get("reason").asText())
        .isEqualTo("the order module does not answer");
    assertThat(delivery(paid).get("status").asText()).isEqualTo("PENDING");
    ORDERS.away(false);
    awaitStatus(paid, DeliveryState.PROCESSED);
    assertThat(ORDERS.factsOf(order.id())).containsExactly(Fact.CREATED, Fact.PAID);
  }

  @Test
  void whileTheDatabaseIsAwayItIsToldAndComesBackByItself(Servers servers) {
    ShopifyOrderPayload order = anOrder();
    SignedWebhook webhook = shop.deliver("orders/create", order);
    servers.postgres().stop();
    try {
      Answer answer = send(webhook);
      assertRefused(answer, 503, "unavailable");
      assertThat(answer.header("retry-after")).isNotNull();
    } finally {
      servers.postgres().start();
    }
    await().atMost(SOON).until(() -> send(webhook).status() == 200);
    await().atMost(SOON).until(() -> ORDERS.factsOf(order.id()).equals(List.of(Fact.CREATED)));
  }

  @Test
  void staffReadTheLogAndNobodyElseDoes() {
    SignedWebhook webhook = shop.deliver("orders/create", anOrder().email("jane@example.com"));
    accept(webhook);
    awaitStatus(webhook, DeliveryState.PROCESSED);
    String list = "/api/webhooks/deliveries";
    assertThat(process.get(list).status()).isEqualTo(401);
    assertThat(process.get(list, PetProcess.token("alice", null)).status()).isEqualTo(403);
    String one = list + "/" + delivery(webhook).get("id").asText();
    assertThat(process.get(one).status()).isEqualTo(401);
    Answer answer = process.get(one, STAFF);
    assertThat(answer.json().get("status").asText()).isEqualTo("PROCESSED");
    assertThat(answer.text()).doesNotContain("jane", "line_items");
    assertThat(process.get(list + "/nonsense", STAFF).status()).isEqualTo(404);
    assertThat(process.get(list + "?status=DEAD", STAFF).json().get("items")).isEmpty();
    assertRefused(process.get(list + "?status=LOST", STAFF), 400, "invalid-input");
    assertRefused(process.get(list + "?limit=0", STAFF), 400, "invalid-input");
    assertRefused(process.get(list + "?cursor=!", STAFF), 400, "invalid-input");
    JsonNode page = process.get(list + "?limit=1", STAFF).json();
    accept(shop.deliver("shop/redact", ShopifyWebhooks.sample("shop_redact")));
    JsonNode next =
        process.get(list + "?limit=1&cursor=" + page.get("nextCursor").asText(), STAFF).json();
    assertThat(next.at("/items/0/id")).isNotEqualTo(page.at("/items/0/id"));
  }

  @Test
  void operatorsSeeTheWorker() {
    Answer health = process.admin("/healthcheck");
    assertThat(health.json().at("/webhook-worker/healthy").asBoolean()).as(health.text()).isTrue();
    accept(shop.deliver("orders/create", anOrder()));
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(process.admin("/metrics").text())
                    .contains(
                        "webhook_accepted_total",
                        "webhook_processed_total",
                        "webhook_dead_total",
                        "webhook_lag",
                        "webhook_oldest_unprocessed_seconds",
                        "webhook_secret_shopify_0_total"));
  }

  @Test
  void whatHasGatheredGoesInFewCalls() {
    CompletableFuture<Void> goOn = new CompletableFuture<>();
    ORDERS.before(report -> goOn.join());
    int before = ORDERS.calls();
    List<SignedWebhook> deliveries =
        Stream.generate(() -> shop.deliver("orders/create", anOrder())).limit(40).toList();
    deliveries.forEach(WebhookIT::accept);
    goOn.complete(null);

    deliveries.forEach(delivery -> awaitStatus(delivery, DeliveryState.PROCESSED));
    // Two processes of four workers each had one in hand at least.
    assertThat(ORDERS.calls() - before).isLessThan(20);
  }
}
