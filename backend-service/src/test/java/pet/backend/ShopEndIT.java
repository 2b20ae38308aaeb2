package pet.backend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static pet.testing.shopify.ShopifyOrderPayload.anOrder;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import pet.testing.Answer;
import pet.testing.FreePorts;
import pet.testing.PetProcess;
import pet.testing.Servers;
import pet.testing.ServersExtension;
import pet.testing.shopify.ShopifyOrderPayload;
import pet.testing.shopify.ShopifyWebhooks;
import pet.testing.shopify.SignedWebhook;

/** The one shop is at its end: staff confirm it, and its people are erased. */
@ExtendWith(ServersExtension.class)
@Timeout(120)
class ShopEndIT {

  private static final String SHOP = "tour.myshopify.com";
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String STAFF = PetProcess.token("bob", "staff");
  private static final String REQUESTS = "/api/webhooks/requests";

  private static PetProcess process;

  @BeforeAll
  static void boot(Servers servers) {
    String nobody = "http://localhost:" + FreePorts.next();
    process =
        PetProcess.of("backend", BackendService.modules(), "backend.yml")
            .on(servers, servers.newDatabase())
            .with("modules.user", "local")
            .with("modules.order", "local")
            .with("modules.builder", "local")
            .with("modules.webhook", "local")
            .with("modules.analytics", nobody)
            .with("webhook.shops", SHOP)
            .start();
  }

  @AfterAll
  static void stop() {
    process.close();
  }

  private static void deliver(String topic, byte[] body) {
    SignedWebhook webhook =
        new ShopifyWebhooks().deliver(topic, body).with("X-Shopify-Shop-Domain", SHOP);
    assertThat(process.deliver(webhook).status()).isEqualTo(200);
  }

  private static Answer lookup(ShopifyOrderPayload order) {
    return process.get("/api/orders/" + order.number() + "?email=" + order.email());
  }

  private static ShopifyOrderPayload bought(String design) {
    ShopifyOrderPayload order = anOrder().email("ann." + UUID.randomUUID() + "@example.com");
    order.designed(design, 1, "74.99", 1);
    deliver("orders/create", order.compact());
    await().atMost(SOON).until(() -> lookup(order).status() == 200);
    return order;
  }

  private static JsonNode openRequest() {
    await().atMost(SOON).until(() -> !process.get(REQUESTS, STAFF).json().get("items").isEmpty());
    return process.get(REQUESTS, STAFF).json().at("/items/0");
  }

  private static Answer confirm(JsonNode request, String shop) {
    return process.post(
        REQUESTS + "/" + request.get("id").asText() + "/erase",
        STAFF,
        "{\"shop\":\"" + shop + "\",\"note\":\"sold\"}");
  }

  private static int kept(String topic) {
    int kept = 0;
    JsonNode list = process.get("/api/webhooks/deliveries?topic=" + topic, STAFF).json();
    for (JsonNode item : list.get("items")) {
      String detail = "/api/webhooks/deliveries/" + item.get("id").asText();
      kept += process.get(detail, STAFF).json().get("bodyKept").booleanValue() ? 1 : 0;
    }
    return kept;
  }

  @Test
  void whatAShopToldOfPeopleGoesWhenStaffConfirmIt() {
    String carol = PetProcess.token("carol", null, "carol@example.com");
    String design =
        process
            .post(
                "/api/designs",
                carol,
                """
                {"name":"Rex","config":{"size":"M","colorId":"ocean","hardwareId":"gold",
                 "personalization":{"text":"REX","font":"block","position":"back",
                                    "threadColor":"#FFFFFF"}}}""")
            .json()
            .get("id")
            .asText();
    ShopifyOrderPayload first = bought(design);
    ShopifyOrderPayload second = bought(design);
    deliver("shop/redact", ("{\"shop_id\":1,\"shop_domain\":\"" + SHOP + "\"}").getBytes(UTF_8));
    JsonNode request = openRequest();
    ShopifyOrderPayload later = bought(design);

    assertThat(confirm(request, "other.myshopify.com").status()).as("by mistake").isEqualTo(400);
    assertThat(lookup(first).status()).as("nothing happens by itself").isEqualTo(200);
    Answer confirmed = confirm(request, "Tour.myshopify.com");
    assertThat(confirmed.status()).as(confirmed.text()).isEqualTo(200);
    assertThat(confirmed.json().get("status").asText()).isEqualTo("DONE");
    assertThat(confirmed.json().get("doneBy").asText()).isEqualTo("staff:bob");

    String report = "/api/users/erasures/" + confirmed.json().get("erasure").asText();
    await().atMost(SOON).until(() -> process.get(report, STAFF).json().get("erasedAt").isTextual());
    JsonNode done = process.get(report, STAFF).json();
    assertThat(done.get("requestedBy").asText()).isEqualTo("shopify");
    assertThat(done.get("orders").intValue()).isEqualTo(2);
    assertThat(done.get("revisions").intValue()).isEqualTo(1);
    assertThat(done.get("deliveries").intValue()).as("with what asked for it").isEqualTo(3);
    assertThat(lookup(first).status()).isEqualTo(404);
    assertThat(lookup(second).status()).isEqualTo(404);
    assertThat(lookup(later).status()).as("another beginning").isEqualTo(200);
    assertThat(kept("orders/create")).as("the later one's").isEqualTo(1);
    assertThat(kept("shop/redact")).isZero();
    JsonNode still = process.get("/api/designs/" + design, carol).json();
    assertThat(still.at("/config/personalization").isMissingNode()).isTrue();
    assertThat(still.get("name").asText()).as("a login is not the shop's").isEqualTo("Rex");

    assertThat(confirm(request, SHOP).json()).as("a repeat").isEqualTo(confirmed.json());
    assertThat(lookup(later).status()).isEqualTo(200);
  }
}
