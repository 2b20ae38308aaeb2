package pet.backend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static pet.testing.shopify.ShopifyOrderPayload.anOrder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import pet.testing.FreePorts;
import pet.testing.PetProcess;
import pet.testing.Servers;
import pet.testing.ServersExtension;
import pet.testing.shopify.ShopifyOrderPayload;
import pet.testing.shopify.ShopifyWebhooks;
import pet.testing.shopify.SignedWebhook;
import pet.testing.webhooks.StripeWebhooks;

/** Every topic that tells of an order, from the signed delivery to what customers read. */
@ExtendWith(ServersExtension.class)
@Timeout(120)
class OrderTopicsIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String NOBODY = "http://localhost:" + FreePorts.next();

  private static PetProcess process;
  private static String staff;

  private final ShopifyOrderPayload order =
      anOrder().goods("Harness", "H", "50.00", 2).goods("Leash", "L", "20.00", 1);

  @BeforeAll
  static void boot(Servers servers) {
    process =
        PetProcess.of("backend", BackendService.modules(), "backend.yml")
            .on(servers)
            .with("modules.user", NOBODY)
            .with("modules.order", "local")
            .with("modules.builder", NOBODY)
            .with("modules.webhook", "local")
            .with("modules.analytics", "off")
            .start();
    staff = PetProcess.token("bob", "staff");
  }

  @AfterAll
  static void stop() {
    process.close();
  }

  /** Returns the delivery's id. */
  private static String send(String topic, byte[] body) {
    SignedWebhook webhook = new ShopifyWebhooks().deliver(topic, body);
    assertThat(process.deliver(webhook).status()).isEqualTo(200);
    return webhook.headers().get(SignedWebhook.WEBHOOK_ID);
  }

  private static void send(String topic, ObjectNode body) {
    send(topic, body.toString().getBytes(UTF_8));
  }

  private JsonNode read() {
    return process.get("/api/orders/" + order.number(), staff).json();
  }

  private void becomes(String status) {
    await().atMost(SOON).untilAsserted(() -> assertThat(statusOf(read())).isEqualTo(status));
  }

  private static String statusOf(JsonNode order) {
    return order.path("status").asText();
  }

  private static List<String> reasons(JsonNode order) {
    return StreamSupport.stream(order.get("history").spliterator(), false)
        .map(change -> change.get("by").asText() + " " + change.get("note").asText())
        .toList();
  }

  private static ObjectNode sample(String name) throws IOException {
    return (ObjectNode) JSON.readTree(ShopifyWebhooks.sample(name));
  }

  private ObjectNode parcel(String status, String shipment, int seconds) throws IOException {
    ObjectNode parcel = sample("fulfillments_create");
    parcel.put("order_id", order.id()).put("id", order.id() + 5);
    parcel.put("status", status).put("shipment_status", shipment);
    parcel.put("updated_at", Instant.now().plusSeconds(seconds).toString());
    ObjectNode line = (ObjectNode) parcel.get("line_items").get(0);
    line.put("id", order.json().at("/line_items/0/id").longValue()).put("quantity", 2);
    ((ArrayNode) parcel.get("line_items")).remove(1);
    return parcel;
  }

  @Test
  void shopifysOwnSamplesMakeOneLife() throws IOException {
    ObjectNode parcel = sample("fulfillments_create").put("status", "success");
    send("fulfillments/create", parcel);
    send("orders/create", ShopifyWebhooks.sample("orders_create"));
    send(
        "fulfillments/update",
        parcel.put("shipment_status", "delivered").put("updated_at", "2022-01-02T00:00:00Z"));
    String path = "/api/orders/1234?email=jon@example.com";
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(statusOf(process.get(path).json())).isEqualTo("DELIVERED"));
    send("refunds/create", ShopifyWebhooks.sample("refunds_create"));
    send("refunds/create", ShopifyWebhooks.sample("refunds_create"));
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(statusOf(process.get(path).json())).isEqualTo("RETURNED"));

    JsonNode end = process.get(path).json();
    assertThat(end.at("/totals/total/amount").asText()).isEqualTo("388.00");
    assertThat(end.at("/totals/refunded/amount").asText()).isEqualTo("85.00");
    assertThat(end.at("/shipping/trackingNumber").asText()).isEqualTo("1z827wk74630");
    assertThat(end.at("/items/0/quantity").asInt()).isZero();
    assertThat(end.at("/items/0/orderedQuantity").asInt()).isEqualTo(1);
    assertThat(reasons(end).get(0)).isEqualTo("shopify orders/create");
  }

  @Test
  void partsShippedEditedAndDelivered() throws IOException {
    send("orders/create", order.compact());
    becomes("CONFIRMED");
    send("fulfillments/create", parcel("pending", null, 1));
    send("orders/partially_fulfilled", order.updatedAt(Instant.now().plusSeconds(2)).compact());
    becomes("SHIPPED");
    send("fulfillments/update", parcel("success", "in_transit", 3));
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> assertThat(read().at("/items/0/fulfilledQuantity").asInt()).isEqualTo(2));
    ObjectNode edit = JSON.createObjectNode();
    ObjectNode made = edit.putObject("order_edit");
    made.put("id", 78).put("order_id", order.id()).put("created_at", "2100-01-01T00:00:00Z");
    made.putObject("line_items")
        .putArray("additions")
        .addObject()
        .put("id", order.json().at("/line_items/1/id").longValue())
        .put("delta", 2);
    send("orders/edited", edit);
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(read().at("/items/1/quantity").asInt()).isEqualTo(3));
    send("fulfillments/update", parcel("success", "delivered", 4));
    becomes("DELIVERED");

    assertThat(reasons(read()))
        .containsExactly(
            "shopify orders/create",
            "shopify orders/partially_fulfilled",
            "shopify fulfillments/update");
    assertThat(read().at("/shipping/carrier").asText()).isEqualTo("UPS");
  }

  @Test
  void anUpdateOrAnEditBringsLinesAndTotals() throws IOException {
    send("orders/create", order.compact());
    order.goods("Bowl", "B", "5.00", 1).updatedAt(Instant.now().plusSeconds(2));
    send("orders/updated", order.compact());
    await().atMost(SOON).untilAsserted(() -> assertThat(read().get("items")).hasSize(3));
    assertThat(read().at("/totals/total/amount").asText()).isEqualTo("135.00");

    order.goods("Brush", "B", "5.00", 1).updatedAt(Instant.now().plusSeconds(3));
    send("orders/edited", order.compact());
    await().atMost(SOON).untilAsserted(() -> assertThat(read().get("items")).hasSize(4));
    assertThat(reasons(read())).containsExactly("shopify orders/create");
  }

  @Test
  void whatTheShopDeletesIsCancelled() {
    send("orders/create", order.compact());
    becomes("CONFIRMED");
    send("orders/delete", JSON.createObjectNode().put("id", order.id()));
    becomes("CANCELLED");
    assertThat(reasons(read())).last().isEqualTo("shopify orders/delete");
  }

  @Test
  void aPaymentByStripeConfirmsTheOrderThatItsMetadataName() throws Exception {
    String body =
        """
        {"id":"evt_%s","object":"event","created":%d,"type":"payment_intent.succeeded",
         "data":{"object":{"id":"pi_1","metadata":{"shopify_order_id":"%d"}}}}"""
            .formatted(UUID.randomUUID(), Instant.now().getEpochSecond(), order.id());
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    Map<String, String> headers =
        new StripeWebhooks(StripeWebhooks.DEVELOPMENT_SECRET).headers(bytes, Instant.now());
    assertThat(process.deliver(StripeWebhooks.PATH, headers, bytes).status())
        .as("before its order")
        .isEqualTo(200);
    send("orders/create", order.financialStatus("pending").compact());
    becomes("CONFIRMED");

    assertThat(reasons(read()))
        .containsExactly("shopify orders/create", "stripe payment_intent.succeeded");
  }
}
