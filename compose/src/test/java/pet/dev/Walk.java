package pet.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import pet.domain.Money;
import pet.testing.Answer;
import pet.testing.shopify.ShopifyOrderPayload;
import pet.testing.shopify.ShopifyWebhooks;
import pet.testing.shopify.SignedWebhook;

/** The path from a design to a number on a dashboard, on one address, whoever answers there. */
final class Walk {

  static final String CREATED = "orders/create";
  static final String FULFILLED = "orders/fulfilled";

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String EMAIL = "jane.doe@example.com";

  private final StoreClient store;
  private final String jane;
  private final String staff;
  private final ShopifyWebhooks shop = new ShopifyWebhooks();
  private Counted expected;

  private Walk(StoreClient store) {
    this.store = store;
    jane = store.token("jane", null, EMAIL);
    staff = store.token("sam", "staff", null);
  }

  /** Begins when analytics answers; from there on it knows what has to be counted. */
  static Walk on(StoreClient store) {
    Walk walk = new Walk(store);
    await()
        .atMost(PATIENCE)
        .until(() -> store.get("/api/analytics/designs?grain=day", walk.staff).status() == 200);
    walk.expected = walk.counted();
    return walk;
  }

  /** What analytics counted so far, by day, summed up. */
  private record Counted(
      long created, long shared, long orders, long units, long cents, long shipped) {

    Counted plus(long created, long shared, long orders, long units, long cents, long shipped) {
      return new Counted(
          this.created + created,
          this.shared + shared,
          this.orders + orders,
          this.units + units,
          this.cents + cents,
          this.shipped + shipped);
    }
  }

  String jane() {
    return jane;
  }

  String staff() {
    return staff;
  }

  Answer tryToDesign() {
    return store.post(
        "/api/designs",
        jane,
        """
        {"name":"Rex, everyday","config":{"size":"M","colorId":"ocean","hardwareId":"gold",
        "personalization":{"text":"Ρεξ ♥","font":"script","position":"back","threadColor":"#FFFFFF"}}}
        """);
  }

  JsonNode design() {
    Answer created = tryToDesign();
    assertThat(created.status()).as(created.text()).isEqualTo(201);
    expected = expected.plus(1, 0, 0, 0, 0, 0);
    return created.json();
  }

  String share(JsonNode design) {
    Answer shared = store.post("/api/designs/" + design.get("id").asText() + "/share", jane, "");
    assertThat(shared.status()).as(shared.text()).isEqualTo(201);
    expected = expected.plus(0, 1, 0, 0, 0, 0);
    return shared.json().get("token").asText();
  }

  /** Two of a design, ordered but not told to the store. */
  ShopifyOrderPayload orderOf(JsonNode design) {
    return ShopifyOrderPayload.anOrder()
        .email(EMAIL)
        .designed(
            design.get("id").asText(),
            design.get("revision").intValue(),
            design.at("/price/subtotal/amount").asText(),
            2);
  }

  static ShopifyOrderPayload sent(ShopifyOrderPayload order) {
    return order
        .updatedAt(Instant.now().plusSeconds(60))
        .fulfilled("UPS", "1Z0001", "https://track.example.com/1Z0001");
  }

  SignedWebhook delivery(String topic, ShopifyOrderPayload order) {
    return shop.deliver(topic, order);
  }

  Answer deliver(SignedWebhook webhook) {
    return store.send(HttpRequest.newBuilder(webhook.request(store.url()), (name, value) -> true));
  }

  void taken(SignedWebhook webhook) {
    Answer answer = deliver(webhook);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
  }

  Answer lookUp(ShopifyOrderPayload order) {
    return store.get(
        "/api/orders/"
            + order.number()
            + "?email="
            + URLEncoder.encode(order.email(), StandardCharsets.UTF_8));
  }

  /** An order that was told to the store: it has to be there, and from now on to be counted. */
  JsonNode awaitConfirmed(ShopifyOrderPayload order) {
    JsonNode found = awaitStatus(order, "CONFIRMED");
    expectOrder(found, 0);
    return found;
  }

  /** The parcel of an order whose creation was not looked at. */
  JsonNode awaitConfirmedAndShipped(ShopifyOrderPayload order) {
    JsonNode found = awaitStatus(order, "SHIPPED");
    expectOrder(found, 1);
    return found;
  }

  /** The parcel of an order that was seen confirmed. */
  JsonNode awaitShipped(ShopifyOrderPayload order) {
    JsonNode found = awaitStatus(order, "SHIPPED");
    expected = expected.plus(0, 0, 0, 0, 0, 1);
    return found;
  }

  private void expectOrder(JsonNode order, int shipped) {
    long cents = cents(order.at("/totals/total"));
    expected = expected.plus(0, 0, 1, 2, cents, shipped);
  }

  private JsonNode awaitStatus(ShopifyOrderPayload order, String status) {
    return await()
        .atMost(PATIENCE)
        .until(
            () -> lookUp(order),
            found -> found.status() == 200 && found.json().get("status").asText().equals(status))
        .json();
  }

  /** All that happened on this walk is counted, and nothing else. */
  void awaitCounted() {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(counted()).isEqualTo(expected));
  }

  private Counted counted() {
    long created = 0;
    long shared = 0;
    for (JsonNode row : rollups("designs")) {
      created += row.get("created").asLong();
      shared += row.get("shared").asLong();
    }
    long orders = 0;
    long units = 0;
    long cents = 0;
    long shipped = 0;
    for (JsonNode row : rollups("orders")) {
      orders += row.get("orders").asLong();
      units += row.get("units").asLong();
      shipped += row.get("byStatus").path("SHIPPED").asLong();
      for (JsonNode sum : row.get("revenue")) {
        cents += cents(sum);
      }
    }
    return new Counted(created, shared, orders, units, cents, shipped);
  }

  private static long cents(JsonNode money) {
    return Money.of(money.get("amount").asText(), money.get("currencyCode").asText()).minorUnits();
  }

  private JsonNode rollups(String name) {
    // A test may begin before midnight and end behind it.
    Instant today = Instant.now().truncatedTo(ChronoUnit.DAYS);
    Answer answer =
        store.get(
            "/api/analytics/%s?grain=day&from=%s&to=%s"
                .formatted(name, today.minus(1, ChronoUnit.DAYS), today.plus(2, ChronoUnit.DAYS)),
            staff);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json().get("rows");
  }

  /** How many deliveries the log holds, up to a page. */
  int deliveries() {
    Answer answer = store.get("/api/webhooks/deliveries?limit=100", staff);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json().get("items").size();
  }

  /** Design, share, order, parcel; then each is counted. */
  void wholePath() {
    JsonNode design = design();
    String token = share(design);
    assertThat(store.get("/api/designs/shared/" + token).json().get("name").asText())
        .isEqualTo("Rex, everyday");

    ShopifyOrderPayload order = orderOf(design);
    taken(delivery(CREATED, order));
    JsonNode placed = awaitConfirmed(order);
    assertThat(placed.get("maskedId").asText()).startsWith("HH-");
    assertThat(placed.at("/items/0/designId").asText()).isEqualTo(design.get("id").asText());
    assertThat(placed.at("/items/0/designRevision").asInt()).isEqualTo(1);
    assertThat(placed.at("/totals/total/amount").asText())
        .isEqualTo(order.json().get("total_price").asText());

    taken(delivery(FULFILLED, sent(order)));
    JsonNode shipped = awaitShipped(order);
    assertThat(shipped.at("/shipping/trackingNumber").asText()).isEqualTo("1Z0001");
    assertThat(shipped.get("history").findValuesAsText("status"))
        .containsExactly("CONFIRMED", "SHIPPED");
    awaitCounted();
  }
}
