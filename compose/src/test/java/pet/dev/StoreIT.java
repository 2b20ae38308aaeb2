package pet.dev;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import pet.backend.BackendService;
import pet.testing.Answer;
import pet.testing.PetProcess;
import pet.testing.Servers;
import pet.testing.ServersExtension;
import pet.testing.shopify.ShopifyOrderPayload;
import pet.testing.shopify.ShopifyWebhooks;
import pet.testing.shopify.SignedWebhook;

/** The whole store in one process, by the YAML of {@code make dev}. */
@ExtendWith(ServersExtension.class)
class StoreIT {

  @TempDir private static Path state;
  private static PetProcess store;
  private static Walk walk;

  @BeforeAll
  static void boot(Servers servers) {
    store =
        PetProcess.of("dev", BackendService.modules(), "dev.yml")
            .on(servers)
            .with("analytics.stateDirectory", state)
            .start();
    walk = Walk.on(store);
  }

  @AfterAll
  static void stop() {
    walk.awaitCounted();
    store.close();
  }

  @Test
  void leadsFromADesignToTheDashboard() {
    walk.wholePath();
  }

  @Test
  void takesADeliveryOnceHoweverOftenItComes() {
    JsonNode design = walk.design();
    ShopifyOrderPayload order = walk.orderOf(design);
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
    int before = walk.deliveries();
    byte[] forged =
        new String(real.body(), StandardCharsets.UTF_8)
            .replace("USD", "EUR")
            .getBytes(StandardCharsets.UTF_8);
    for (SignedWebhook webhook :
        new SignedWebhook[] {
          real.withBody(forged),
          real.with(SignedWebhook.SIGNATURE, null),
          real.with(SignedWebhook.SIGNATURE, "not base64!"),
          new ShopifyWebhooks("another secret", "paws.myshopify.com").deliver(Walk.CREATED, order)
        }) {
      Answer answer = walk.deliver(webhook);
      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.json().get("type").asText()).isEqualTo("urn:pet:problem:bad-signature");
    }
    assertThat(walk.deliveries()).isEqualTo(before);
    assertThat(walk.lookUp(order).status()).isEqualTo(404);
  }

  @Test
  void refusesABodyPastTheCapAndWhatIsNotJson() {
    ShopifyWebhooks shop = new ShopifyWebhooks();
    assertThat(walk.deliver(shop.deliver(Walk.CREATED, new byte[1024 * 1024 + 1])).status())
        .isEqualTo(413);
    Answer malformed =
        walk.deliver(
            shop.deliver(Walk.CREATED, "{\"id\":\n oops}".getBytes(StandardCharsets.UTF_8)));
    assertThat(malformed.status()).isEqualTo(400);
    assertThat(malformed.json().get("detail").asText()).contains("line 2");
  }

  @Test
  void answersAWrongEmailLikeAnUnknownNumber() {
    ShopifyOrderPayload order = walk.orderOf(walk.design());
    walk.taken(walk.delivery(Walk.CREATED, order));
    walk.awaitConfirmed(order);
    Answer wrong = store.get("/api/orders/" + order.number() + "?email=eve@example.com");
    Answer unknown = store.get("/api/orders/1?email=eve@example.com");
    assertThat(wrong.status()).isEqualTo(404);
    assertThat(unknown.text()).isEqualTo(wrong.text());
  }
}
