package pet.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static pet.testing.ReportFixture.PLACED;
import static pet.testing.ReportFixture.anOrder;
import static pet.testing.contract.Refused.assertInvalid;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import pet.domain.FieldError;
import pet.domain.Money;
import pet.domain.Page;
import pet.domain.Person;
import pet.domain.builder.DesignId;
import pet.domain.builder.RevisionRef;
import pet.domain.order.Fulfillment;
import pet.domain.order.LineQuantity;
import pet.domain.order.OrderNews;
import pet.domain.order.OrderReport;
import pet.domain.order.OrderReport.Fact;
import pet.domain.order.OrderReport.Line;
import pet.domain.order.OrderReport.Shipping;
import pet.domain.order.OrderReport.Totals;
import pet.domain.order.OrderStatus;
import pet.domain.order.Orders;
import pet.domain.order.Orders.Outcome;
import pet.domain.order.Orders.ReportResult;
import pet.domain.order.PersonalOrder;
import pet.domain.order.PlacedUntil;
import pet.domain.order.Redaction;
import pet.domain.order.Refund;
import pet.domain.order.ShopOrders;
import pet.testing.ReportFixture;

/** What the order module promises about a person's orders: to find, export and erase them. */
public abstract class PersonalOrdersContract {

  static final ReportResult APPLIED = new ReportResult(Outcome.APPLIED, null);
  static final Money USD = Money.usd(100);

  final String email = "Ann+" + UUID.randomUUID() + "@Example.com";
  final Person person = new Person("ann", Set.of(email));

  /** The contract, as one of the three ways to call it. */
  protected abstract Orders orders();

  /** Staff named bob change an order's status. */
  protected abstract void step(String orderId, OrderStatus status, String note);

  /** An order of the person. */
  ReportFixture mine() {
    return anOrder().email(email);
  }

  @Test
  void whoHasNoOrdersHasAnEmptyPage() {
    Page<PersonalOrder> none = new Page<>(List.of(), null);

    assertThat(orders().export(person, null)).isEqualTo(none);
    assertThat(orders().export(new Person("ann", Set.of()), null)).isEqualTo(none);
    assertThat(orders().export(new Person("ann", Set.of("", " ")), null)).isEqualTo(none);
  }

  @Test
  void anExportHoldsWhatIsKept() {
    List<Line> lines =
        List.of(
            new Line(
                Long.MAX_VALUE, "Шлейка “Рекс” \uD83D\uDC36", null, 2, Money.usd(4_999), "d-1", 3),
            new Line(9_007_199_254_740_993L, "Leash", "L-1", 1, Money.usd(0), null, null));
    Totals totals =
        new Totals(
            Money.usd(9_998), Money.usd(0), Money.usd(500), Money.usd(600), Money.usd(11_098));
    ReportFixture order = mine().lines(lines).totals(totals);
    Instant before = Instant.now().minus(Duration.ofSeconds(1));
    orders().report(order.created());
    orders()
        .report(order.at(60).shipped("UPS", null, "https://ups.test/1Z?é").report(Fact.FULFILLED));

    List<PersonalOrder> kept = orders().export(person, null).items();

    assertThat(kept).hasSize(1);
    PersonalOrder told = kept.get(0);
    assertThat(told.shopifyOrderId()).isEqualTo(order.id()).isGreaterThan(1L << 53);
    assertThat(told.orderNumber()).isEqualTo(order.number());
    assertThat(told.maskedId()).startsWith("HH-");
    assertThat(told.email()).isEqualTo(email);
    assertThat(told.status()).isEqualTo(OrderStatus.SHIPPED);
    assertThat(told.totals()).isEqualTo(totals);
    assertThat(told.lines()).isEqualTo(lines);
    assertThat(told.shipping()).isEqualTo(new Shipping("UPS", null, "https://ups.test/1Z?é"));
    assertThat(told.placedAt()).isEqualTo(PLACED);
    assertThat(told.createdAt()).isBetween(before, told.updatedAt());
    assertThat(told.history())
        .containsExactly(
            new PersonalOrder.Change(
                OrderStatus.CONFIRMED, told.createdAt(), "shopify", "orders/create"),
            new PersonalOrder.Change(
                OrderStatus.SHIPPED, told.updatedAt(), "shopify", "orders/fulfilled"));
    assertThat(told).asString().doesNotContain("@");
  }

  @Test
  void anExportHoldsWhatBecameOfAnOrder() {
    ReportFixture order = mine();
    OrderReport created = order.created();
    LineQuantity one = new LineQuantity(11, 1);
    orders().report(created);
    OrderNews first =
        order.shipped("UPS", "1Z", null).parcel(5, Fulfillment.State.SUCCESS, false, 50, one);
    OrderNews second =
        order
            .shipped("DHL", "2D", "https://dhl.test/2D")
            .parcel(6, Fulfillment.State.SUCCESS, true, 55, new LineQuantity(12, 1));
    OrderNews refund = order.refund(7, "30.00", 60, one);
    OrderNews edit = order.edit(8, 70, new LineQuantity(12, 2));
    for (OrderNews news : List.of(first, second, refund, edit)) {
      assertThat(orders().news(news)).isEqualTo(APPLIED);
    }

    PersonalOrder told = orders().export(person, null).items().get(0);

    assertThat(told.orderName()).isEqualTo(created.orderName());
    assertThat(told.refunded()).isEqualTo(Money.usd(3_000));
    assertThat(told.currentTotal()).isEqualTo(Money.usd(7_000));
    assertThat(told.parcels()).containsExactly(first.fulfillment(), second.fulfillment());
    assertThat(told.refunds())
        .containsExactly(new Refund(7, PLACED.plusSeconds(60), "30.00", "USD", List.of(one)));
    assertThat(told.edits()).containsExactly(edit.edit());
    assertThat(told.quantities())
        .containsExactly(
            new PersonalOrder.Quantity(11, 1, 1, 1), new PersonalOrder.Quantity(12, 3, 0, 1));
    assertThat(told.lines()).isEqualTo(created.lines());
  }

  @Test
  void aPersonIsKnownByAnyOfTheirAddressesHoweverTheyAreWritten() {
    ReportFixture first = mine();
    orders().report(first.created());
    ReportFixture second = anOrder().email(" " + email.toUpperCase(java.util.Locale.ROOT));
    orders().report(second.created());
    ReportFixture third = anOrder().email("second" + email);
    orders().report(third.created());
    orders().report(anOrder().email("x" + email).created());

    assertThat(orders().export(person, null).items())
        .extracting(PersonalOrder::shopifyOrderId)
        .containsExactly(second.id(), first.id());
    assertThat(orders().export(new Person("x", Set.of(email, "second" + email)), null).items())
        .extracting(PersonalOrder::shopifyOrderId)
        .containsExactly(third.id(), second.id(), first.id());
  }

  @Test
  void whoOfTheStaffItWasIsNotTold() {
    orders().report(mine().created());
    PersonalOrder before = orders().export(person, null).items().get(0);
    step(before.id(), OrderStatus.IN_PRODUCTION, "rush it");

    PersonalOrder.Change last = orders().export(person, null).items().get(0).history().get(1);

    assertThat(last.by()).isEqualTo("staff");
    assertThat(last.note()).isEqualTo("rush it");
  }

  @Test
  void manyOrdersComePageByPage() {
    List<Long> made =
        IntStream.rangeClosed(1, 55)
            .mapToObj(
                i -> {
                  ReportFixture order = mine();
                  orders().report(order.created());
                  return order.id();
                })
            .toList();

    List<Long> told = new ArrayList<>();
    int pages = 0;
    String cursor = null;
    do {
      Page<PersonalOrder> page = orders().export(person, cursor);
      page.items().forEach(order -> told.add(order.shopifyOrderId()));
      cursor = page.nextCursor();
      pages++;
    } while (cursor != null);

    assertThat(told).hasSize(55).containsExactlyInAnyOrderElementsOf(made);
    assertThat(pages).isGreaterThan(1);
  }

  @Test
  void whatIsToldCannotBeChanged() {
    orders().report(mine().created());
    Page<PersonalOrder> page = orders().export(person, null);

    for (List<?> list :
        List.of(page.items(), page.items().get(0).lines(), page.items().get(0).history())) {
      assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(list::clear);
    }
  }

  @Test
  void withoutAPersonOrWithAStrangeCursorNothingIsTold() {
    assertInvalid(() -> orders().export(null, null), new FieldError("person", "is required"));
    assertInvalid(() -> orders().erase(null), new FieldError("person", "is required"));
    for (String cursor : List.of("x", "", "é/?#&")) {
      assertInvalid(
          () -> orders().export(person, cursor),
          new FieldError("cursor", "must be the nextCursor of a list"));
    }
  }

  @Test
  void whoIsErasedHasNoOrdersAndTheOrderGoesOn() {
    ReportFixture order = mine();
    OrderReport created = order.created();
    orders().report(created);
    ReportFixture others = anOrder().email("x" + email);
    orders().report(others.created());

    orders().erase(person);
    orders().erase(person);

    assertThat(orders().export(person, null).items()).isEmpty();
    assertThat(orders().export(new Person("x", Set.of("x" + email)), null).items())
        .extracting(PersonalOrder::shopifyOrderId)
        .containsExactly(others.id());
    assertThat(orders().report(created)).as("it does not come back").isEqualTo(APPLIED);
    assertThat(orders().report(order.at(60).report(Fact.CREATED)).outcome())
        .isEqualTo(Outcome.NO_EFFECT);
    assertThat(orders().export(person, null).items()).isEmpty();
    assertThat(orders().report(order.at(90).report(Fact.FULFILLED))).isEqualTo(APPLIED);
  }

  @Test
  void ordersThatTheShopNamesAreNobodysFromThenOn() {
    ReportFixture order = mine();
    orders().report(order.created());
    ReportFixture other = mine();
    orders().report(other.created());

    for (int i = 0; i < 2; i++) {
      orders().redact(new Redaction(Set.of(order.id(), 1L)));
      orders().redact(new Redaction(null));
    }

    assertThat(orders().export(person, null).items())
        .extracting(PersonalOrder::shopifyOrderId)
        .containsExactly(other.id());
    assertThat(orders().report(order.at(60).report(Fact.FULFILLED))).isEqualTo(APPLIED);
    assertThat(orders().export(person, null).items()).hasSize(1);
    assertInvalid(() -> orders().redact(null), new FieldError("redaction", "is required"));
  }

  @Test
  void ordersOfPeopleAreToldUpToAMomentPageByPage() {
    List<Long> made = new ArrayList<>();
    for (int i = 0; i < 52; i++) {
      ReportFixture order = mine();
      orders().report(order.created());
      made.add(order.id());
    }
    ReportFixture erased = mine();
    orders().report(erased.created());
    orders().redact(new Redaction(Set.of(erased.id())));
    PlacedUntil now = new PlacedUntil(Instant.now().plusSeconds(5));

    List<Long> told = new ArrayList<>();
    String cursor = null;
    do {
      Page<Long> page = orders().ofPeople(now, cursor);
      told.addAll(page.items());
      cursor = page.nextCursor();
    } while (cursor != null);
    assertThat(told).containsAll(made).doesNotContain(erased.id()).doesNotHaveDuplicates();
    assertThat(orders().ofPeople(new PlacedUntil(PLACED.minusSeconds(1)), null).items())
        .doesNotContainAnyElementsOf(made);
    assertInvalid(() -> orders().ofPeople(null, null), new FieldError("placed", "is required"));
  }

  @Test
  void whatLinesPointAtIsToldAlsoWhenTheirCustomerIsErased() {
    DesignId design = DesignId.random();
    ReportFixture order =
        mine()
            .lines(
                List.of(
                    new Line(1, "Harness", null, 1, USD, design.toString(), 3),
                    new Line(2, "Harness", null, 1, USD, design.toString(), 3),
                    new Line(3, "Harness", null, 1, USD, "no design", 1),
                    new Line(4, "Bowl", null, 1, USD, null, null)));
    orders().report(order.created());
    ReportFixture other =
        mine().lines(List.of(new Line(1, "Harness", null, 1, USD, design.toString(), 4)));
    orders().report(other.created());
    RevisionRef pointed = new RevisionRef(design, 3);

    assertThat(orders().revisions(new ShopOrders(Set.of(order.id(), 1L)))).containsExactly(pointed);
    orders().redact(new Redaction(Set.of(order.id())));
    assertThat(orders().revisions(new ShopOrders(Set.of(order.id(), other.id()))))
        .containsExactlyInAnyOrder(pointed, new RevisionRef(design, 4));
    assertThat(orders().revisions(new ShopOrders(null))).isEmpty();
    assertInvalid(() -> orders().revisions(null), new FieldError("orders", "is required"));
  }

  @Test
  void toEraseNobodyIsNoError() {
    orders().report(mine().created());

    orders().erase(new Person("ann", Set.of()));
    orders().erase(new Person("ann", Set.of("nobody-" + email)));

    assertThat(orders().export(person, null).items()).hasSize(1);
  }
}
