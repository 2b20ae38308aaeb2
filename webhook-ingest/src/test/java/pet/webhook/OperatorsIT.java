package pet.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static pet.testing.shopify.ShopifyOrderPayload.anOrder;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import pet.domain.InvalidInput;
import pet.domain.order.OrderReport.Fact;
import pet.testing.Answer;
import pet.testing.PetProcess;
import pet.testing.Servers;
import pet.testing.ServersExtension;
import pet.testing.shopify.ShopifyOrderPayload;
import pet.testing.shopify.ShopifyWebhooks;
import pet.testing.shopify.SignedWebhook;

/** What staff see of the log and do with it, over HTTP. */
@ExtendWith(ServersExtension.class)
@Timeout(120)
class OperatorsIT {

  private static final String STAFF = PetProcess.token("bob", "staff");
  private static final String LIST = "/api/webhooks/deliveries";
  private static final String REPLAY = "/api/webhooks/replay";
  private static final RecordedOrders ORDERS = new RecordedOrders();
  private static final ShopifyWebhooks SHOP = new ShopifyWebhooks();
  private static PetProcess process;

  @BeforeAll
  static void boot(Servers servers) {
    process =
        PetProcess.of(
                "webhook-ingest",
                List.of(new OrderModuleDouble(ORDERS), new WebhookModule()),
                "webhook.yml")
            .on(servers)
            .with("modules.order", "local")
            .start();
  }

  @AfterAll
  static void stop() {
    process.close();
  }

  /** Delivers, and answers the list's entry once it has a status. */
  private static JsonNode deliver(SignedWebhook webhook, String status) {
    Answer answer = process.deliver(webhook);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    String id = webhook.headers().get(SignedWebhook.WEBHOOK_ID);
    return await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              for (JsonNode item : items("?limit=100&status=" + status)) {
                if (id.equals(item.get("webhookId").asText())) {
                  return item;
                }
              }
              return null;
            },
            item -> item != null);
  }

  private static JsonNode items(String query) {
    Answer answer = process.get(LIST + query, STAFF);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    return answer.json().get("items");
  }

  private static JsonNode deadOrder(ShopifyOrderPayload order) {
    ORDERS.before(
        report -> {
          throw new InvalidInput("email", "is a bug of ours");
        });
    try {
      return deliver(SHOP.deliver("orders/create", order), "DEAD");
    } finally {
      ORDERS.before(report -> {});
    }
  }

  private static void awaitEffect(ShopifyOrderPayload order) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(ORDERS.factsOf(order.id())).containsExactly(Fact.CREATED));
  }

  @Test
  void theListIsFiltered() {
    Instant before = Instant.now().minusSeconds(1);
    JsonNode redact =
        deliver(SHOP.deliver("shop/redact", "{\"shop_id\":1}".getBytes(UTF_8)), "PROCESSED");
    String id = redact.get("id").asText();
    assertThat(items("?topic=shop/redact&source=shopify&from=" + before))
        .extracting(item -> item.get("id").asText())
        .contains(id);
    assertThat(items("?topic=shop/redact&to=" + before)).isEmpty();
    assertThat(items("?source=stripe")).isEmpty();
    assertThat(items("?topic=shop/red")).isEmpty();
    Answer wrong =
        process.get(LIST + "?limit=0&cursor=x&to=never&from=yesterday&status=LOST", STAFF);
    assertThat(wrong.status()).isEqualTo(400);
    assertThat(wrong.json().get("errors"))
        .extracting(error -> error.get("field").asText())
        .containsExactly("status", "from", "to", "limit", "cursor");
    assertThat(process.get(LIST + "?to=" + before + "&from=" + before, STAFF).status())
        .isEqualTo(400);
  }

  @Test
  void whatPostgresCannotHoldIsNamed() {
    Answer list =
        process.get(
            LIST + "?source=a%00b&topic=%00&from=-99999-01-01T00:00:00Z&to=-9999-01-01T00:00:00Z",
            STAFF);
    assertThat(list.status()).as(list.toString()).isEqualTo(400);
    assertThat(list.json().get("errors"))
        .extracting(error -> error.get("field").asText())
        .containsExactly("source", "topic", "from", "to");
    String one = LIST + "/00000000-0000-4000-8000-000000000000/replay";
    refused(process.post(one, STAFF, "{\"note\":\"a\\u0000b\"}"), "note");
    refused(process.post(REPLAY, STAFF, "{\"topic\":\"a\",\"note\":\"\\u0000\"}"), "note");
    refused(process.post(REPLAY, STAFF, "{\"topic\":\"a\\u0000\"}"), "topic");
    refused(process.post(REPLAY, STAFF, "{\"source\":\"a\\u0000\"}"), "source");
    refused(process.post(REPLAY, STAFF, "{\"from\":\"+99999-01-01T00:00:00Z\"}"), "from");
  }

  private static void refused(Answer answer, String field) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
    assertThat(answer.json().at("/errors/0/field").asText()).isEqualTo(field);
  }

  @Test
  void theDetailTellsWhyItWasBelievedAndWhatBefellIt() {
    ShopifyOrderPayload order = anOrder().email("jane@example.com");
    JsonNode dead = deadOrder(order);
    Answer answer = process.get(LIST + "/" + dead.get("id").asText(), STAFF);
    JsonNode detail = answer.json();
    assertThat(detail.get("status").asText()).isEqualTo("DEAD");
    assertThat(detail.get("reason").asText()).isEqualTo("invalid: email");
    assertThat(detail.at("/verdict/outcome").asText()).isEqualTo("VALID");
    assertThat(detail.at("/verdict/secret").asInt()).isZero();
    assertThat(detail.at("/headers/x-shopify-topic/0").asText()).isEqualTo("orders/create");
    assertThat(detail.at("/headers/x-shopify-hmac-sha256/0").asText()).isEqualTo("[REDACTED]");
    assertThat(detail.get("bodyKept").asBoolean()).isTrue();
    assertThat(detail.at("/history/0/what").asText()).isEqualTo("DEAD");
    assertThat(detail.at("/history/0/reason").asText()).isEqualTo("invalid: email");
    assertThat(answer.text()).doesNotContain("jane", SHOP.sign(order.compact()));
  }

  @Test
  void oneIsReplayedWithAReason() {
    ShopifyOrderPayload order = anOrder();
    String one = LIST + "/" + deadOrder(order).get("id").asText();
    Answer answer = process.post(one + "/replay", STAFF, "{\"note\":\"fixed\"}");
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    awaitEffect(order);
    JsonNode history = process.get(one, STAFF).json().get("history");
    assertThat(history.at("/1/what").asText()).isEqualTo("REPLAYED");
    assertThat(history.at("/1/by").asText()).isEqualTo("bob");
    assertThat(history.at("/1/reason").asText()).isEqualTo("was DEAD: invalid: email; fixed");
    // Once more, without a word: no harm.
    assertThat(
            process
                .send(process.request(one + "/replay", STAFF).POST(BodyPublishers.noBody()))
                .status())
        .isEqualTo(200);
    awaitEffect(order);
  }

  @Test
  void manyAreReplayedByAFilterAndItIsKeptWhoDidIt() {
    ShopifyOrderPayload first = anOrder();
    ShopifyOrderPayload second = anOrder();
    deadOrder(first);
    deadOrder(second);
    Answer answer =
        process.post(
            REPLAY, STAFF, "{\"status\":\"DEAD\",\"topic\":\"orders/create\",\"note\":\"fixed\"}");
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    assertThat(answer.json().get("matched").asInt()).isGreaterThanOrEqualTo(2);
    assertThat(answer.json().get("replayed")).isEqualTo(answer.json().get("matched"));
    awaitEffect(first);
    awaitEffect(second);
    JsonNode audit = process.get(REPLAY + "/" + answer.json().get("id").asText(), STAFF).json();
    assertThat(audit.get("requestedBy").asText()).isEqualTo("bob");
    assertThat(audit.get("note").asText()).isEqualTo("fixed");
    assertThat(audit.get("topic").asText()).isEqualTo("orders/create");
    assertThat(audit.get("finishedAt").isNull()).isFalse();
    assertThat(process.get(REPLAY + "?limit=1", STAFF).json().at("/items/0/id"))
        .isEqualTo(audit.get("id"));
  }

  @Test
  void aReplayThatIsAskedForAgainUnderItsKeyIsTheSame() {
    String key = UUID.randomUUID().toString();
    String wanted = "{\"status\":\"DEAD\",\"topic\":\"orders/create\"}";
    deadOrder(anOrder());
    Answer begun = replay(key, wanted);
    assertThat(begun.status()).as(begun.toString()).isEqualTo(200);
    assertThat(begun.json().get("matched").asInt()).isPositive();
    deadOrder(anOrder());

    Answer again = replay(key, wanted);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.text()).as("and what died since is none of it").isEqualTo(begun.text());
    assertThat(process.get(REPLAY + "?limit=1", STAFF).json().at("/items/0/id"))
        .isEqualTo(begun.json().get("id"));
    Answer other = replay(key, "{\"status\":\"DEAD\"}");
    assertThat(other.status()).isEqualTo(422);
    assertThat(other.json().get("type").asText()).isEqualTo("urn:pet:problem:key-reused");
  }

  private static Answer replay(String key, String wanted) {
    return process.send(
        process
            .request(REPLAY, STAFF)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", key)
            .POST(BodyPublishers.ofString(wanted)));
  }

  @Test
  void aReplayOfEverythingIsAskedForByMistake() {
    assertThat(process.post(REPLAY, STAFF, "{}").status()).isEqualTo(400);
    assertThat(process.post(REPLAY, STAFF, "{\"note\":\"all\"}").status()).isEqualTo(400);
    assertThat(process.post(REPLAY, STAFF, "{\"status\":\"LOST\"}").status()).isEqualTo(400);
    assertThat(process.post(REPLAY, STAFF, "{\"state\":\"DEAD\"}").status()).isEqualTo(400);
    String long501 = "x".repeat(501);
    assertThat(
            process
                .post(REPLAY, STAFF, "{\"status\":\"DEAD\",\"note\":\"" + long501 + "\"}")
                .status())
        .isEqualTo(400);
  }

  @Test
  void staffAlone() {
    String alice = PetProcess.token("alice", null);
    String one = LIST + "/00000000-0000-4000-8000-000000000000/replay";
    assertThat(process.post(one, null, "{}").status()).isEqualTo(401);
    assertThat(process.post(one, alice, "{}").status()).isEqualTo(403);
    assertThat(process.post(one, STAFF, "{}").status()).isEqualTo(404);
    assertThat(process.post(REPLAY, null, "{\"status\":\"DEAD\"}").status()).isEqualTo(401);
    assertThat(process.post(REPLAY, alice, "{\"status\":\"DEAD\"}").status()).isEqualTo(403);
    assertThat(process.get(REPLAY, alice).status()).isEqualTo(403);
    assertThat(process.get(REPLAY + "/nonsense", STAFF).status()).isEqualTo(404);
  }
}
