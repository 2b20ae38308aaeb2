package pet.backend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static pet.testing.shopify.ShopifyOrderPayload.anOrder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import pet.platform.database.DatabaseSettings;
import pet.testing.Answer;
import pet.testing.FreePorts;
import pet.testing.PetProcess;
import pet.testing.Servers;
import pet.testing.ServersExtension;
import pet.testing.shopify.ShopifyOrderPayload;
import pet.testing.shopify.ShopifyWebhooks;
import pet.testing.shopify.SignedWebhook;

/** Shopify's compliance topics: what is done by itself, and what staff have to answer. */
@ExtendWith(ServersExtension.class)
@Timeout(120)
class ComplianceIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String REQUESTS = "/api/webhooks/requests";
  private static final String STAFF = PetProcess.token("bob", "staff");

  /** What the sender's header says, which nobody signs. */
  private static final String SHOP = "tour.myshopify.com";

  private static PetProcess process;
  private static DatabaseSettings database;

  private final String email = "ann." + UUID.randomUUID() + "@example.com";
  private final long customer = ThreadLocalRandom.current().nextLong(1L << 53, Long.MAX_VALUE);
  private final ShopifyOrderPayload order = anOrder().goods("Bowl", "B", "5.00", 1).email(email);

  @BeforeAll
  static void boot(Servers servers) {
    database = servers.newDatabase();
    String nobody = "http://localhost:" + FreePorts.next();
    process =
        PetProcess.of("backend", BackendService.modules(), "backend.yml")
            .on(servers, database)
            .with("modules.user", "local")
            .with("modules.order", "local")
            .with("modules.builder", "local")
            .with("modules.webhook", "local")
            .with("modules.analytics", nobody)
            .with("webhook.shops", SHOP + ", other.myshopify.com")
            .start();
  }

  @AfterAll
  static void stop() {
    process.close();
  }

  @BeforeEach
  void buys() {
    deliver("orders/create", order.compact());
    await().atMost(SOON).until(() -> lookup().status() == 200);
  }

  private Answer lookup() {
    return process.get("/api/orders/" + order.number() + "?email=" + email);
  }

  private static void deliver(String topic, byte[] body) {
    SignedWebhook webhook =
        new ShopifyWebhooks().deliver(topic, body).with("X-Shopify-Shop-Domain", SHOP);
    assertThat(process.deliver(webhook).status()).isEqualTo(200);
  }

  /** A sample of Shopify's, about this customer and a shop; returns the delivery, processed. */
  private JsonNode asks(String topic, String shop) throws IOException {
    ObjectNode body = (ObjectNode) JSON.readTree(ShopifyWebhooks.sample(topic.replace('/', '_')));
    body.put("shop_domain", shop);
    if (body.has("customer")) {
      ((ObjectNode) body.get("customer")).put("email", email).put("id", customer);
      body.putArray("orders_requested").add(299938);
      body.putArray("orders_to_redact").add(299938);
    }
    deliver(topic, body.toString().getBytes(UTF_8));
    String list = "/api/webhooks/deliveries?limit=1&topic=" + topic;
    await()
        .atMost(SOON)
        .until(
            () ->
                process.get(list, STAFF).json().at("/items/0/status").asText().equals("PROCESSED"));
    return process.get(list, STAFF).json().at("/items/0");
  }

  private static JsonNode requestOf(JsonNode delivery) {
    JsonNode items = process.get(REQUESTS + "?limit=100", STAFF).json().get("items");
    for (JsonNode item : items) {
      if (item.get("deliveryId").equals(delivery.get("id"))) {
        return item;
      }
    }
    return null;
  }

  private static Answer export(JsonNode request) {
    return process.get(REQUESTS + "/" + request.get("id").asText() + "/export", STAFF);
  }

  private static Answer done(JsonNode request, String note) {
    return process.post(
        REQUESTS + "/" + request.get("id").asText() + "/done",
        STAFF,
        "{\"note\":\"" + note + "\"}");
  }

  @Test
  void whatACustomerAsksForStaffCanExport() throws Exception {
    JsonNode delivery = asks("customers/data_request", SHOP);
    assertThat(delivery.get("reason").asText()).isEqualTo("kept for staff to answer");
    JsonNode request = requestOf(delivery);
    assertThat(request.get("status").asText()).isEqualTo("OPEN");
    assertThat(request.get("shop").asText()).isEqualTo(SHOP);
    assertThat(request.toString()).doesNotContain(email, Long.toString(customer));

    Answer export = export(request);
    assertThat(export.status()).as(export.text()).isEqualTo(200);
    assertThat(export.header("cache-control")).isEqualTo("no-store");
    assertThat(export.json().at("/orders/0/email").asText()).isEqualTo(email);
    assertThat(export.json().at("/orders/0/shopifyOrderId").longValue()).isEqualTo(order.id());
    assertThat(export.json().get("deliveries"))
        .extracting(told -> told.get("topic").asText())
        .containsExactly("customers/data_request", "orders/create");
    assertThat(requestOf(delivery).get("exportedBy").asText()).isEqualTo("staff:bob");

    JsonNode answered = done(request, "sent to the shop").json();
    assertThat(answered.get("status").asText()).isEqualTo("DONE");
    assertThat(answered.get("doneBy").asText()).isEqualTo("staff:bob");
    assertThat(done(request, "again").json()).as("who was first stays").isEqualTo(answered);
    assertThat(export(request).status()).as("whose it was is not kept").isEqualTo(409);
  }

  @Test
  void aRequestIsKeptOnceHoweverOftenItIsProcessed() throws Exception {
    JsonNode delivery = asks("customers/data_request", SHOP);
    int before = process.get(REQUESTS + "?limit=100", STAFF).json().get("items").size();
    String id = delivery.get("id").asText();
    assertThat(process.post("/api/webhooks/deliveries/" + id + "/replay", STAFF, "{}").status())
        .isEqualTo(200);
    await()
        .atMost(SOON)
        .until(
            () ->
                process
                    .get("/api/webhooks/deliveries/" + id, STAFF)
                    .json()
                    .get("status")
                    .asText()
                    .equals("PROCESSED"));

    assertThat(process.get(REQUESTS + "?limit=100", STAFF).json().get("items")).hasSize(before);
  }

  @Test
  void whoIsForgottenIsForgottenByTheirRequestToo() throws Exception {
    JsonNode asked = asks("customers/data_request", SHOP);
    String reason = asks("customers/redact", SHOP).get("reason").asText();

    await().atMost(SOON).until(() -> lookup().status() == 404);
    String report = "/api/users/erasures/" + reason.replaceAll(".* ", "");
    await().atMost(SOON).until(() -> !process.get(report, STAFF).json().get("erasedAt").isNull());
    assertThat(process.get(report, STAFF).json().get("orders").asInt())
        .as("the order of that address, and none that is named and was never told of")
        .isEqualTo(1);
    assertThat(requestOf(asked).get("status").asText()).isEqualTo("DONE");
    assertThat(requestOf(asked).get("doneBy").asText()).isEqualTo("shopify");
    assertThat(export(requestOf(asked)).status()).isEqualTo(409);
  }

  @Test
  void whatIsAboutAShopThatIsNotOursErasesNobody() throws Exception {
    for (String topic :
        new String[] {"customers/redact", "customers/data_request", "shop/redact"}) {
      JsonNode delivery = asks(topic, "stranger.myshopify.com");
      assertThat(delivery.get("reason").asText()).isEqualTo("it is about a shop that is not ours");
      assertThat(requestOf(delivery)).isNull();
    }
    assertThat(lookup().status()).isEqualTo(200);
  }

  @Test
  void theEndOfAShopErasesNothingByItself() throws Exception {
    JsonNode delivery = asks("shop/redact", "Other.myshopify.com");

    JsonNode request = requestOf(delivery);
    assertThat(request.get("topic").asText()).isEqualTo("shop/redact");
    assertThat(request.get("status").asText()).isEqualTo("OPEN");
    assertThat(export(request).status()).as("it names nobody").isEqualTo(409);
    assertThat(erase(request).status()).as("there is another shop").isEqualTo(409);
    assertThat(done(request, "we closed it").json().get("status").asText()).isEqualTo("DONE");
    assertThat(erase(request).status()).as("it is answered").isEqualTo(409);
    assertThat(lookup().status()).isEqualTo(200);
  }

  private static Answer erase(JsonNode request) {
    return process.post(
        REQUESTS + "/" + request.get("id").asText() + "/erase",
        STAFF,
        "{\"shop\":\"other.myshopify.com\"}");
  }

  @Test
  void oneThatNobodyAnswersIsTold() throws Exception {
    JsonNode request = requestOf(asks("customers/data_request", SHOP));
    assertThat(complaint()).isEmpty();

    sql("UPDATE webhook.compliance_request SET requested_at = requested_at - interval '20 days'");
    assertThat(complaint()).isEqualTo("a shop's request has been open for 20 days");

    sql("UPDATE webhook.compliance_request SET status = 'DONE'");
    assertThat(complaint()).as(request.toString()).isEmpty();
  }

  private static String complaint() {
    JsonNode check = process.admin("/healthcheck").json().get("shop-requests");
    return check.get("healthy").booleanValue() ? "" : check.get("message").asText();
  }

  private static void sql(String statement) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                database.url(), database.user(), database.password().value());
        Statement update = connection.createStatement()) {
      assertThat(update.executeUpdate(statement)).isPositive();
    }
  }

  @Test
  void requestsAreForStaff() {
    String ann = PetProcess.token("ann", null);
    String any = REQUESTS + "/" + UUID.randomUUID();
    assertThat(process.get(REQUESTS, ann).status()).isEqualTo(403);
    assertThat(process.get(any + "/export", ann).status()).isEqualTo(403);
    assertThat(process.post(any + "/done", ann, "{}").status()).isEqualTo(403);
    assertThat(process.post(any + "/erase", ann, "{}").status()).isEqualTo(403);
    assertThat(process.post(any + "/erase", STAFF, "{}").status()).isEqualTo(404);
    assertThat(process.get(any + "/export", STAFF).status()).isEqualTo(404);
    assertThat(process.post(any + "/done", STAFF, "{}").status()).isEqualTo(404);
  }
}
