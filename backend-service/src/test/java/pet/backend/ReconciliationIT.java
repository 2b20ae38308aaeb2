package pet.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static pet.testing.shopify.ShopifyOrderPayload.anOrder;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import pet.platform.database.DatabaseSettings;
import pet.testing.FreePorts;
import pet.testing.PetProcess;
import pet.testing.Servers;
import pet.testing.ServersExtension;
import pet.testing.shopify.RecordedShop;
import pet.testing.shopify.ShopifyOrderPayload;
import pet.testing.shopify.ShopifyWebhooks;
import pet.testing.shopify.SignedWebhook;

/** Orders of which no webhook came, from the shop to what staff read; by two replicas. */
@ExtendWith(ServersExtension.class)
@Timeout(120)
class ReconciliationIT {

  private static final Duration SOON = Duration.ofSeconds(40);
  private static final String NOBODY = "http://localhost:" + FreePorts.next();
  private static final RecordedShop SHOP = new RecordedShop();

  private static PetProcess process;
  private static PetProcess second;
  private static String staff;

  @BeforeAll
  static void boot(Servers servers) {
    DatabaseSettings database = servers.newDatabase();
    process = start(servers, database);
    second = start(servers, database);
    staff = PetProcess.token("bob", "staff");
  }

  private static PetProcess start(Servers servers, DatabaseSettings database) {
    return PetProcess.of("backend", BackendService.modules(), "backend.yml")
        .on(servers, database)
        .with("modules.user", NOBODY)
        .with("modules.order", "local")
        .with("modules.builder", NOBODY)
        .with("modules.webhook", "local")
        .with("modules.analytics", "off")
        .with("webhook.reconciliation.shop", "paws.myshopify.com")
        .with("webhook.reconciliation.accessToken", RecordedShop.TOKEN)
        .with("webhook.reconciliation.url", SHOP.url().toString())
        .with("webhook.reconciliation.interval", "2s")
        .start();
  }

  @AfterAll
  static void stop() {
    process.close();
    second.close();
    SHOP.close();
  }

  private static void webhook(ShopifyOrderPayload order) {
    SignedWebhook webhook = new ShopifyWebhooks().deliver("orders/create", order.compact());
    assertThat(process.deliver(webhook).status()).isEqualTo(200);
  }

  private static JsonNode deliveries() {
    return process.get("/api/webhooks/deliveries?limit=100", staff).json().path("items");
  }

  private static void becomes(String number, String status) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(
                        process.get("/api/orders/" + number, staff).json().path("status").asText())
                    .isEqualTo(status));
  }

  @Test
  void lostOrdersAppearOnceAndInTheirState() {
    becomes("1001", "CONFIRMED");
    becomes("1002", "DELIVERED");
    becomes("1003", "CANCELLED");

    // Its webhook comes after all, and there are more runs.
    webhook(
        anOrder()
            .id(RecordedShop.LOST)
            .number(1001)
            .createdAt(Instant.parse("2026-11-20T10:00:00Z"))
            .updatedAt(Instant.parse("2026-11-20T10:15:00Z")));
    int questions = SHOP.questions().size();
    await().atMost(SOON).until(() -> SHOP.questions().size() > questions + 4);
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(deliveries().findValuesAsText("status"))
                    .hasSize(8)
                    .containsOnly("PROCESSED"));

    JsonNode orders = process.get("/api/orders?limit=100", staff).json().path("items");
    assertThat(orders.findValuesAsText("orderNumber"))
        .containsExactlyInAnyOrder("1001", "1002", "1003");
    JsonNode lost = process.get("/api/orders/1001", staff).json();
    assertThat(lost.path("history").findValuesAsText("status")).isEqualTo(List.of("CONFIRMED"));
  }
}
