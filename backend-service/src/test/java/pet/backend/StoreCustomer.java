package pet.backend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static pet.testing.shopify.ShopifyOrderPayload.anOrder;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import pet.testing.Answer;
import pet.testing.PetProcess;
import pet.testing.shopify.ShopifyOrderPayload;
import pet.testing.shopify.ShopifyWebhooks;
import pet.testing.webhooks.StandardWebhooks;

/**
 * A customer of the store, with a name for their dog that no other has, so that it can be searched
 * for.
 */
final class StoreCustomer {

  private static final Duration SOON = Duration.ofSeconds(30);

  private final PetProcess process;
  final String userId = "user_" + UUID.randomUUID();
  final String email = "ann." + UUID.randomUUID() + "@example.com";
  final String token = PetProcess.token(userId, null, email);
  final String word = "Rex " + userId.substring(5, 13);
  final ShopifyOrderPayload order = anOrder().email(email);
  String designId;
  String link;

  StoreCustomer(PetProcess process) {
    this.process = process;
  }

  StoreCustomer designs() {
    Answer created =
        process.post(
            "/api/designs",
            token,
            """
            {"name":"For %1$s","config":{"size":"M","colorId":"ocean","hardwareId":"gold",
             "personalization":{"text":"%1$s","font":"block","position":"back",
                                "threadColor":"#FFFFFF"}}}"""
                .formatted(word));
    assertThat(created.status()).as(created.text()).isEqualTo(201);
    designId = created.json().get("id").asText();
    link =
        process.post("/api/designs/" + designId + "/share", token, "").json().get("url").asText();
    assertThat(process.get(link).status()).as("cached from now on").isEqualTo(200);
    return this;
  }

  StoreCustomer orders() {
    order.designed(designId, 1, "74.99", 1);
    shopTells("orders/create", order.compact());
    await()
        .atMost(SOON)
        .until(() -> process.get("/api/orders", token).json().get("items").size() == 1);
    return this;
  }

  void shopTells(String topic, byte[] body) {
    assertThat(process.deliver(new ShopifyWebhooks().deliver(topic, body)).status()).isEqualTo(200);
  }

  /** The shop wants the customer with that address forgotten, and names an order. */
  StoreCustomer isForgottenByTheShop(String address, ShopifyOrderPayload named) {
    shopTells(
        "customers/redact",
        """
        {"shop_id":1,"shop_domain":"tour.myshopify.com","orders_to_redact":[%d],
         "customer":{"id":%d,"email":"%s","phone":"1"}}"""
            .formatted(named.id(), named.id() - 1, address)
            .getBytes(UTF_8));
    return this;
  }

  /** The login provider tells of them. */
  StoreCustomer isKnownToClerk() {
    return clerkTells(
        """
        {"type":"user.updated","data":{"id":"%s","first_name":"%s","updated_at":%d,
         "primary_email_address_id":"idn_1","email_addresses":[{"id":"idn_1",
          "email_address":"%s","verification":{"status":"verified"}}]}}"""
            .formatted(userId, word, Instant.now().toEpochMilli(), email));
  }

  StoreCustomer isDeletedAtClerk() {
    return clerkTells(
        """
        {"type":"user.deleted","object":"event",
         "data":{"id":"%s","deleted":true,"object":"user"}}"""
            .formatted(userId));
  }

  private StoreCustomer clerkTells(String body) {
    byte[] bytes = body.getBytes(UTF_8);
    Map<String, String> headers =
        new StandardWebhooks(StandardWebhooks.DEVELOPMENT_SECRET)
            .headers(UUID.randomUUID().toString(), bytes, Instant.now());
    Answer taken = process.deliver(StandardWebhooks.CLERK, headers, bytes);
    assertThat(taken.status()).as(taken.text()).isEqualTo(200);
    return this;
  }

  Answer choose(boolean analytics) {
    return process.send(
        process
            .request("/api/users/me/preferences", token)
            .header("Content-Type", "application/json")
            .header("If-Match", "*")
            .PUT(
                BodyPublishers.ofString(
                    """
                    {"theme":"dark","notifications":{"email":true,"sms":false,"push":false},
                     "marketing":{"newsletter":false,"promotions":false},
                     "privacy":{"analytics":%s,"personalization":true}}"""
                        .formatted(analytics))));
  }

  Answer export() {
    return process.get("/api/users/me/export", token);
  }

  Answer erase() {
    return process.send(process.request("/api/users/me", token).DELETE());
  }
}
