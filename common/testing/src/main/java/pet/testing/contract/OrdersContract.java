package pet.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;
import static pet.testing.ReportFixture.PLACED;
import static pet.testing.ReportFixture.anOrder;
import static pet.testing.contract.Refused.assertInvalid;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import pet.domain.FieldError;
import pet.domain.InvalidInput;
import pet.domain.Money;
import pet.domain.Page;
import pet.domain.Person;
import pet.domain.builder.DesignId;
import pet.domain.builder.RevisionRef;
import pet.domain.order.Fulfillment;
import pet.domain.order.LineQuantity;
import pet.domain.order.OrderName;
import pet.domain.order.OrderNamed;
import pet.domain.order.OrderNews;
import pet.domain.order.OrderNews.Kind;
import pet.domain.order.OrderReport;
import pet.domain.order.OrderReport.Fact;
import pet.domain.order.OrderReport.Line;
import pet.domain.order.OrderReport.Shipping;
import pet.domain.order.OrderReport.Totals;
import pet.domain.order.OrderStatus;
import pet.domain.order.OrderVersion;
import pet.domain.order.Orders;
import pet.domain.order.Orders.Outcome;
import pet.domain.order.Orders.ReportResult;
import pet.domain.order.PersonalOrder;
import pet.domain.order.PlacedUntil;
import pet.domain.order.Redaction;
import pet.domain.order.Refund;
import pet.domain.order.ShopOrders;
import pet.testing.ReportFixture;

/** What the order module promises its neighbours. */
public abstract class OrdersContract {

  private static final ReportResult APPLIED = new ReportResult(Outcome.APPLIED, null);
  private static final Money USD = Money.usd(100);

  private final String email = "Ann+" + UUID.randomUUID() + "@Example.com";
  private final Person person = new Person("ann", Set.of(email));

  /** As the place in question calls it. */
  protected abstract Orders orders();

  /** Staff named bob take a step with an order. */
  protected abstract void step(String orderId, OrderStatus status, String note);

  private ReportFixture mine() {
    return anOrder().email(email);
  }

  @Test
  void aReportHasItsResultAndTheSameAgain() {
    ReportFixture order = anOrder();
    OrderReport created = order.created();
    OrderReport fulfilled = order.at(60).shipped("UPS", null, null).report(Fact.FULFILLED);
    OrderReport late = order.at(30).report(Fact.CANCELLED);

    assertThat(orders().report(fulfilled))
        .isEqualTo(new ReportResult(Outcome.UNKNOWN_ORDER, "the order is not known yet"));
    for (int i = 0; i < 2; i++) {
      assertThat(orders().report(created)).isEqualTo(APPLIED);
      assertThat(orders().report(fulfilled)).isEqualTo(APPLIED);
      assertThat(orders().report(late))
          .isEqualTo(new ReportResult(Outcome.NO_EFFECT, "a newer version of the order is known"));
    }
    assertThat(orders().report(order.at(0).created()))
        .as("another delivery of it")
        .isEqualTo(new ReportResult(Outcome.NO_EFFECT, "the order is known already"));
  }

  @Test
  void reportsToldTogetherHaveAResultEach() {
    ReportFixture known = anOrder();
    OrderReport created = known.created();
    orders().report(created);
    OrderReport fresh = anOrder().created();
    OrderReport unknown = anOrder().report(Fact.PAID);

    assertThat(orders().reports(List.of(fresh, unknown, created)))
        .extracting(ReportResult::outcome)
        .containsExactly(Outcome.APPLIED, Outcome.UNKNOWN_ORDER, Outcome.APPLIED);
    assertThat(orders().reports(List.of())).isEmpty();
  }

  @Test
  void ofReportsToldTogetherOneThatIsWrongStopsAll() {
    ReportFixture order = anOrder();
    OrderReport paid = order.report(Fact.PAID);
    List<OrderReport> together = List.of(order.created(), anOrder().totals(null).created());

    assertInvalid(() -> orders().reports(together), new FieldError("totals", "is required"));
    assertThat(orders().report(paid).outcome()).isEqualTo(Outcome.UNKNOWN_ORDER);
  }

  @Test
  void soManyReportsAreToldTogetherAndNoMore() {
    List<OrderReport> most =
        Stream.generate(() -> anOrder().created()).limit(Orders.MOST_REPORTS + 1).toList();

    assertInvalid(
        () -> orders().reports(most),
        new FieldError("reports", "must be at most " + Orders.MOST_REPORTS));
    assertThat(orders().reports(most.subList(1, most.size()))).containsOnly(APPLIED);
  }

  @Test
  void aReportHasOneEffect() {
    ReportFixture order = mine().unpaid();
    OrderReport created = order.created();
    OrderReport paid = order.at(10).report(Fact.PAID);
    for (int i = 0; i < 3; i++) {
      orders().report(created);
      orders().report(paid);
    }

    assertThat(orders().export(person, null).items())
        .singleElement()
        .satisfies(
            kept ->
                assertThat(kept.history())
                    .extracting(PersonalOrder.Change::status)
                    .containsExactly(OrderStatus.PENDING, OrderStatus.CONFIRMED));
  }

  @Test
  void newsHaveOneEffectAndTheirResultAgain() {
    ReportFixture order = mine().unpaid();
    OrderReport created = order.created();
    OrderNews paid = order.news(Kind.PAYMENT, "payment_intent.succeeded");
    OrderNews refund = order.refund(7, "1.00", 30, new LineQuantity(11, 1));
    OrderNews again = order.refund(7, "1.00", 30, new LineQuantity(11, 1));
    OrderNews edit = order.edit(8, 40, new LineQuantity(12, 1));
    OrderNews arrived =
        order.shipped("UPS", "1Z", null).parcel(9, Fulfillment.State.SUCCESS, true, 50);

    assertThat(orders().news(paid).outcome()).isEqualTo(Outcome.UNKNOWN_ORDER);
    orders().report(created);
    for (int i = 0; i < 2; i++) {
      for (OrderNews news : List.of(paid, refund, edit, arrived)) {
        assertThat(orders().news(news)).as("%s", news).isEqualTo(APPLIED);
      }
      assertThat(orders().news(again))
          .isEqualTo(new ReportResult(Outcome.NO_EFFECT, "the refund is known already"));
    }

    PersonalOrder told = orders().export(person, null).items().get(0);
    assertThat(told.history())
        .extracting(PersonalOrder.Change::status, PersonalOrder.Change::by)
        .containsExactly(
            tuple(OrderStatus.PENDING, "shopify"),
            tuple(OrderStatus.CONFIRMED, "stripe"),
            tuple(OrderStatus.DELIVERED, "shopify"));
    assertThat(told.shipping()).isEqualTo(new Shipping("UPS", "1Z", null));
  }

  static Stream<Arguments> newsThatCanNeverBeApplied() {
    ReportFixture order = anOrder();
    OrderNews news = order.news(Kind.DELETED, "orders/delete");
    return Stream.of(
        Arguments.of(null, "news"),
        Arguments.of(with(news, null, Kind.DELETED, 1), "deliveryId"),
        Arguments.of(with(news, "d", null, 1), "kind"),
        Arguments.of(with(news, "d", Kind.DELETED, 0), "shopifyOrderId"),
        Arguments.of(with(news, "d", Kind.FULFILLMENT, 1), "fulfillment"),
        Arguments.of(with(news, "d", Kind.REFUND, 1), "refund"),
        Arguments.of(with(news, "d", Kind.EDIT, 1), "edit"),
        Arguments.of(order.news(Kind.PAYMENT, " "), "topic"),
        Arguments.of(
            order.shipped("U\0PS", null, null).parcel(1, Fulfillment.State.OPEN, false, 1),
            "fulfillment.shipping.carrier"));
  }

  private static OrderNews with(OrderNews news, String delivery, Kind kind, long order) {
    return new OrderNews(delivery, kind, order, null, null, null, news.topic(), news.at());
  }

  @ParameterizedTest
  @MethodSource
  void newsThatCanNeverBeApplied(OrderNews news, String field) {
    assertThatExceptionOfType(InvalidInput.class)
        .isThrownBy(() -> orders().news(news))
        .satisfies(
            e -> assertThat(e.errors()).extracting(FieldError::field).containsExactly(field));
  }

  @Test
  void anOrderMayHaveManyLines() {
    Line line = new Line(1, "Leash, ".repeat(30), "SKU", 1, USD, "design-1", 1);

    assertThat(orders().report(anOrder().lines(Collections.nCopies(1500, line)).created()))
        .isEqualTo(APPLIED);
  }

  static List<WrongReport> whatCanNeverBeApplied() {
    return WrongReport.all();
  }

  @ParameterizedTest
  @MethodSource
  void whatCanNeverBeApplied(WrongReport wrong) {
    assertInvalid(() -> orders().report(wrong.report()), wrong.error());
  }

  @Test
  void everyFieldThatIsWrongIsNamed() {
    OrderReport report = anOrder().delivery(null).totals(null).created();

    assertInvalid(
        () -> orders().report(report),
        new FieldError("deliveryId", "is required"),
        new FieldError("totals", "is required"));
    assertInvalid(() -> orders().report(null), new FieldError("report", "is required"));
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
  void anOrderIsNamedByOurIdsAndItsNumber() {
    ReportFixture order = mine();
    orders().report(order.created());
    PersonalOrder told = orders().export(person, null).items().get(0);

    for (OrderName name :
        List.of(
            new OrderName(told.id(), null),
            new OrderName(told.id().toUpperCase(java.util.Locale.ROOT), null),
            new OrderName(told.maskedId(), null),
            new OrderName(null, told.orderNumber()),
            new OrderName(null, told.orderName()))) {
      assertThat(orders().named(name)).as("%s", name).isEqualTo(new OrderNamed(order.id()));
    }
    for (OrderName name :
        List.of(
            new OrderName(UUID.randomUUID().toString(), null),
            new OrderName("HH-1", null),
            new OrderName(told.orderNumber(), null),
            new OrderName(null, told.maskedId()))) {
      assertThat(orders().named(name)).as("%s", name).isEqualTo(new OrderNamed(null));
    }
    orders().report(anOrder().numbered(told.orderNumber(), "#x").created());
    assertThat(orders().named(new OrderName(null, told.orderNumber())))
        .as("a number that two orders have")
        .isEqualTo(new OrderNamed(null));
    assertInvalid(() -> orders().named(null), new FieldError("name", "is required"));
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
  void versionsAreThoseOfTheNewestReportAndOnlyOfWhatIsKnown() {
    ReportFixture order = mine();
    OrderReport created = order.created();
    orders().report(created);
    ReportFixture moved = mine();
    orders().report(moved.created());
    OrderReport newest = moved.at(60).report(Fact.FULFILLED);
    orders().report(newest);

    assertThat(orders().versions(new ShopOrders(Set.of(order.id(), moved.id(), 1L))))
        .containsExactlyInAnyOrder(
            new OrderVersion(order.id(), created.updatedAt()),
            new OrderVersion(moved.id(), newest.updatedAt()));
    assertThat(orders().versions(new ShopOrders(null))).isEmpty();
    assertInvalid(() -> orders().versions(null), new FieldError("orders", "is required"));
  }

  @Test
  void toEraseNobodyIsNoError() {
    orders().report(mine().created());

    orders().erase(new Person("ann", Set.of()));
    orders().erase(new Person("ann", Set.of("nobody-" + email)));

    assertThat(orders().export(person, null).items()).hasSize(1);
  }
}
