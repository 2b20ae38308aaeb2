package pet.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;
import static pet.testing.ReportFixture.anOrder;
import static pet.testing.contract.Refused.assertInvalid;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import pet.domain.FieldError;
import pet.domain.InvalidInput;
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
import pet.domain.order.OrderStatus;
import pet.domain.order.OrderVersion;
import pet.domain.order.Orders;
import pet.domain.order.Orders.Outcome;
import pet.domain.order.Orders.ReportResult;
import pet.domain.order.PersonalOrder;
import pet.domain.order.ShopOrders;
import pet.testing.ReportFixture;

/** What the order module promises its neighbours: reports, news, names and versions of orders. */
public abstract class OrdersContract extends PersonalOrdersContract {

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
}
