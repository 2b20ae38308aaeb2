package pet.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static pet.testing.contract.Refused.assertInvalid;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pet.domain.FieldError;
import pet.domain.Page;
import pet.domain.webhook.DeliveryCount;
import pet.domain.webhook.PersonIdentifiers;
import pet.domain.webhook.PersonalDelivery;
import pet.domain.webhook.ShopDeliveries;
import pet.domain.webhook.Webhooks;

/** What the webhook module promises its neighbours. */
public abstract class WebhooksContract {

  private final String userId = "user_" + UUID.randomUUID();
  private final long order = anOrderId();

  /** As the place in question calls it. */
  protected abstract Webhooks webhooks();

  /** Shopify has delivered this, and nobody has looked at it yet; answers its id. */
  protected abstract String shopifyDelivers(String topic, String body);

  /** The same of a shop, of something that is no order. */
  protected abstract String delivers(String shop, String body);

  /** The login provider, Clerk, has delivered this. */
  protected abstract String clerkDelivers(String body);

  /** The delivery is processed now. */
  protected abstract void process(String deliveryId);

  /** What staff see of a delivery's state. */
  protected abstract String state(String deliveryId);

  /** Beyond 2^53, where a double would lose the last digits. */
  private static long anOrderId() {
    return ThreadLocalRandom.current().nextLong(1L << 53, Long.MAX_VALUE) | 1;
  }

  private static String body(long order, String email) {
    return "{\"id\": " + order + ", \"email\":\"" + email + "\", \"total\": 1.10}";
  }

  private PersonIdentifiers identifiers() {
    return new PersonIdentifiers(userId, Set.of(order));
  }

  private String aDelivery(String topic) {
    String id = shopifyDelivers(topic, body(order, "ann@example.com"));
    process(id);
    return id;
  }

  @Test
  void whoHasNoDeliveriesHasAnEmptyPage() {
    assertThat(webhooks().export(identifiers(), null)).isEqualTo(new Page<>(List.of(), null));
    assertThat(webhooks().export(new PersonIdentifiers(userId, Set.of()), null).items()).isEmpty();
    assertThat(
            webhooks()
                .export(new PersonIdentifiers(userId, Set.of(0L, -1L, Long.MIN_VALUE)), null)
                .items())
        .isEmpty();
  }

  @Test
  void anExportHoldsWhatWasDeliveredToTheByte() {
    Instant before = Instant.now().minus(Duration.ofSeconds(5));
    String body =
        "{\"id\": " + order + ",\r\n \"note\": \"Жучка \uD83D\uDC36 \\u0000 \\\" é\", \"n\":1e2 }";
    String id = shopifyDelivers("orders/risk_assessment_changed", body);

    List<PersonalDelivery> deliveries = webhooks().export(identifiers(), null).items();

    assertThat(deliveries).hasSize(1);
    PersonalDelivery delivery = deliveries.get(0);
    assertThat(delivery)
        .isEqualTo(
            new PersonalDelivery(
                id,
                "shopify",
                "orders/risk_assessment_changed",
                "PENDING",
                delivery.receivedAt(),
                body));
    assertThat(delivery.receivedAt()).isBetween(before, Instant.now().plusSeconds(5));
    assertThat(delivery).asString().doesNotContain("Жучка");
  }

  @Test
  void whatTellsOfAnOrderIsFoundByItWhateverTheTopic() {
    String fulfilment =
        shopifyDelivers("fulfillments/create", "{\"id\":7,\"order_id\":" + order + "}");
    String refund = shopifyDelivers("refunds/create", "{\"id\":8,\"order_id\":" + order + "}");
    shopifyDelivers("refunds/create", "{\"id\":9,\"order_id\":" + (order - 1) + "}");
    shopifyDelivers("products/update", "{\"id\":" + order + "}");

    assertThat(webhooks().export(identifiers(), null).items())
        .extracting(PersonalDelivery::id)
        .containsExactlyInAnyOrder(fulfilment, refund);
  }

  @Test
  void whatTheLoginProviderToldIsFoundByTheUserId() {
    String mine = clerkDelivers("{\"type\":\"user.updated\",\"data\":{\"id\":\"" + userId + "\"}}");
    clerkDelivers("{\"type\":\"user.updated\",\"data\":{\"id\":\"" + userId + "x\"}}");
    final PersonIdentifiers identifiers = new PersonIdentifiers(userId, Set.of());

    assertThat(webhooks().export(identifiers, null).items())
        .extracting(PersonalDelivery::id, PersonalDelivery::source)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(mine, "clerk"));

    process(mine);
    webhooks().erase(identifiers);
    assertThat(webhooks().export(identifiers, null).items()).isEmpty();
  }

  @Test
  void whatTellsOfACustomerIsFoundByTheShopsIdOfThem() {
    String mine = shopifyDelivers("customers/update_settings", customer(order));
    shopifyDelivers("customers/update_settings", customer(order - 1));
    PersonIdentifiers identifiers =
        new PersonIdentifiers(userId, Set.of(), Set.of(), Set.of(order));

    assertThat(webhooks().export(identifiers, null).items())
        .extracting(PersonalDelivery::id)
        .containsExactly(mine);

    process(mine);
    webhooks().erase(identifiers);
    assertThat(webhooks().export(identifiers, null).items()).isEmpty();
  }

  private PersonIdentifiers address() {
    return new PersonIdentifiers(userId, Set.of(" " + userId + "@Example.com"), Set.of(), Set.of());
  }

  private String named(String rest) {
    return "{\"id\":7,\"billing\":[{\"email\":\"" + userId + "@example.COM\"}]" + rest + "}";
  }

  @Test
  void whatNamesAnAddressIsFoundByItWhereverItStands() {
    String checkout = shopifyDelivers("checkouts/update", named(""));
    String session =
        clerkDelivers(
            "{\"type\":\"session.created\",\"data\":{\"id\":\"s\",\"user_id\":\""
                + userId
                + "\"}}");
    String broken = shopifyDelivers("carts/update", "Ann <" + userId + "@example.com>, {");
    shopifyDelivers("checkouts/update", "{\"email\":\"x" + userId + "@example.com\"}");
    PersonIdentifiers identifiers = address();

    assertThat(webhooks().export(identifiers, null).items())
        .extracting(PersonalDelivery::id)
        .containsExactlyInAnyOrder(checkout, session, broken);
    assertThat(webhooks().count(identifiers)).isEqualTo(new DeliveryCount(3));

    process(checkout);
    webhooks().erase(identifiers);
    assertThat(webhooks().export(identifiers, null).items())
        .as("what is not processed yet is erased when it is")
        .extracting(PersonalDelivery::id)
        .containsExactlyInAnyOrder(session, broken);
    process(session);
    process(broken);
    assertThat(webhooks().count(identifiers)).isEqualTo(new DeliveryCount(0));
    assertThat(state(checkout)).isEqualTo("PROCESSED");
  }

  @Test
  void whatNamesTheirCustomerIdAloneIsErasedWithWhatNamesBoth() {
    String customer = "cus_" + UUID.randomUUID().toString().replace("-", "");
    String both = shopifyDelivers("checkouts/update", named(",\"customer\":\"" + customer + "\""));
    String idAlone = shopifyDelivers("carts/update", "{\"customer\":\"" + customer + "\"}");
    process(both);
    process(idAlone);

    assertThat(webhooks().count(address())).isEqualTo(new DeliveryCount(2));
    webhooks().erase(address());
    assertThat(webhooks().count(address())).isEqualTo(new DeliveryCount(0));
  }

  @Test
  void whatNamesSomebodyElseTooIsErasedAndNotTold() {
    String id =
        shopifyDelivers("checkouts/update", named(",\"gift_for\":\"bob." + userId + "@x.org\""));
    process(id);

    assertThat(webhooks().export(address(), null).items()).isEmpty();
    assertThat(webhooks().count(address())).isEqualTo(new DeliveryCount(1));
    webhooks().erase(address());
    assertThat(webhooks().count(address())).isEqualTo(new DeliveryCount(0));
  }

  @Test
  void whatAShopDeliveredUpToItsEndIsErased() {
    String shop = userId.replace('_', '-') + ".example.com";
    String processed = delivers(shop, "{\"id\":7,\"email\":\"" + userId + "@example.com\"}");
    process(processed);
    String later = delivers(shop, "{\"id\":8}");
    String others = delivers("other." + shop, "{\"id\":9}");
    process(others);
    ShopDeliveries deliveries =
        new ShopDeliveries(shop.toUpperCase(Locale.ROOT), Instant.now().plusSeconds(5));
    ShopDeliveries before = new ShopDeliveries(shop, Instant.now().minusSeconds(3_600));

    assertThat(webhooks().eraseShop(before)).isEqualTo(new DeliveryCount(0));
    assertThat(webhooks().countOfShop(before)).isEqualTo(new DeliveryCount(0));
    assertThat(webhooks().countOfShop(deliveries)).isEqualTo(new DeliveryCount(2));
    assertThat(webhooks().eraseShop(deliveries)).isEqualTo(new DeliveryCount(0));
    assertThat(webhooks().countOfShop(deliveries))
        .as("one is to be processed yet")
        .isEqualTo(new DeliveryCount(1));
    process(later);
    assertThat(webhooks().countOfShop(deliveries)).isEqualTo(new DeliveryCount(0));
    assertThat(webhooks().countOfShop(new ShopDeliveries("other." + shop, deliveries.until())))
        .isEqualTo(new DeliveryCount(1));
    assertInvalid(() -> webhooks().eraseShop(null), new FieldError("deliveries", "is required"));
    assertInvalid(() -> webhooks().countOfShop(null), new FieldError("deliveries", "is required"));
  }

  private static String customer(long id) {
    return "{\"customer\":{\"id\":" + id + ",\"email\":\"ann@example.com\"}}";
  }

  @Test
  void manyDeliveriesComePageByPageNewestFirst() {
    List<String> newestFirst = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      newestFirst.add(0, aDelivery("orders/risk_assessment_changed"));
    }

    List<PersonalDelivery> told = new ArrayList<>();
    int pages = 0;
    String cursor = null;
    do {
      Page<PersonalDelivery> page = webhooks().export(identifiers(), cursor);
      told.addAll(page.items());
      cursor = page.nextCursor();
      pages++;
    } while (cursor != null);

    assertThat(told).extracting(PersonalDelivery::id).containsExactlyElementsOf(newestFirst);
    assertThat(pages).isGreaterThan(1);
  }

  @Test
  void aLongBodyArrives() {
    String long100 = "é\uD83D\uDC36\\\"".repeat(30_000);
    String body = "{\"id\": " + order + ", \"note\": \"" + long100 + "\"}";
    for (int i = 0; i < 6; i++) {
      shopifyDelivers("orders/risk_assessment_changed", body);
    }

    assertThat(webhooks().export(identifiers(), null).items())
        .extracting(PersonalDelivery::body)
        .containsOnly(body);
  }

  @Test
  void whatIsToldCannotBeChanged() {
    aDelivery("orders/risk_assessment_changed");

    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> webhooks().export(identifiers(), null).items().clear());
  }

  @Test
  void withoutTracesOrWithAStrangeCursorNothingIsTold() {
    assertInvalid(
        () -> webhooks().export(null, null), new FieldError("identifiers", "is required"));
    assertInvalid(() -> webhooks().erase(null), new FieldError("identifiers", "is required"));
    assertInvalid(() -> webhooks().count(null), new FieldError("identifiers", "is required"));
    assertInvalid(
        () -> webhooks().export(identifiers(), "x"),
        new FieldError("cursor", "must be the nextCursor of a list"));
  }

  @Test
  void whatIsErasedIsGoneAndItsTraceStays() {
    String id = aDelivery("orders/risk_assessment_changed");
    long another = anOrderId();
    String others =
        shopifyDelivers("orders/risk_assessment_changed", body(another, "bob@example.com"));
    process(others);

    webhooks().erase(identifiers());

    assertThat(webhooks().export(identifiers(), null).items()).isEmpty();
    assertThat(state(id)).isEqualTo("PROCESSED");
    assertThat(webhooks().export(new PersonIdentifiers(userId, Set.of(another)), null).items())
        .extracting(PersonalDelivery::body)
        .containsExactly(body(another, "bob@example.com"));
  }

  @Test
  void whatIsStillToBeProcessedIsErasedWhenItIs() {
    String id = shopifyDelivers("orders/risk_assessment_changed", body(order, "ann@example.com"));

    webhooks().erase(identifiers());

    assertThat(webhooks().export(identifiers(), null).items())
        .as("it could not be processed without its body")
        .hasSize(1);
    process(id);
    assertThat(state(id)).isEqualTo("PROCESSED");
    assertThat(webhooks().export(identifiers(), null).items()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"orders/risk_assessment_changed", "fulfillment_events/create"})
  void whatIsStillToComeIsErasedWhenItIsProcessed(String topic) {
    webhooks().erase(identifiers());
    webhooks().erase(identifiers());
    String id = shopifyDelivers(topic, "{\"id\": " + order + ", \"order_id\": " + order + "}");
    process(id);

    assertThat(webhooks().export(identifiers(), null).items()).isEmpty();
    assertThat(state(id)).isEqualTo("PROCESSED");
  }
}
