package pet.order;

import static org.assertj.core.api.Assertions.assertThat;
import static pet.testing.ReportFixture.anOrder;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pet.domain.order.LineQuantity;
import pet.domain.order.OrderNews;
import pet.domain.order.OrderNews.Kind;
import pet.domain.order.OrderReport;
import pet.domain.order.OrderReport.Fact;
import pet.domain.order.OrderStatus;
import pet.domain.order.Orders.Outcome;
import pet.domain.order.Orders.ReportResult;
import pet.domain.order.Refund;
import pet.testing.ReportFixture;

/** A refund counts once, in whatever order it is told, and all of it refunded is a return. */
class RefundsIT extends OrderNewsFixture {

  @Test
  void aRefundCountsOnceByItsId() {
    assertThat(news(order.refund(900, "30.00", 60, new LineQuantity(11, 1))))
        .isEqualTo(Outcome.APPLIED);
    assertThat(orders.news(order.refund(900, "30.00", 60, new LineQuantity(11, 1))))
        .as("in another delivery")
        .isEqualTo(new ReportResult(Outcome.NO_EFFECT, "the refund is known already"));
    assertThat(news(order.refund(901, "12.50", 70, LEASH))).isEqualTo(Outcome.APPLIED);

    assertThat(row())
        .returns(10_000L, OrderRow::total)
        .returns(4_250L, OrderRow::refunded)
        .returns(5_750L, OrderRow::currentTotal)
        .returns(OrderStatus.CONFIRMED, OrderRow::status);
    assertThat(left()).containsExactly(1, 0);
    assertThat(items()).extracting(ItemRow::quantity).containsExactly(2, 1);
    assertThat(items()).extracting(ItemRow::refunded).containsExactly(1, 1);
    assertThat(store.outbox(order.id()))
        .containsExactly("order.created", "order.updated", "order.updated");
    assertThat(store.strings("SELECT data::text FROM outbox WHERE type = 'order.updated'"))
        .first()
        .asString()
        .contains("\"units\": 2", "\"70.00\"", "\"CONFIRMED\"");
  }

  @Test
  void moneyThatWasUnderWayCountsOnceItWent() {
    OrderNews underWay = order.refund(900, null, 60, new LineQuantity(11, 1));
    assertThat(news(underWay)).isEqualTo(Outcome.APPLIED);
    assertThat(row()).returns(0L, OrderRow::refunded).returns(10_000L, OrderRow::currentTotal);
    Refund went = order.refund(900, "30.00", 60, new LineQuantity(11, 1)).refund();
    OrderReport version =
        order
            .at(70)
            .state(state(List.of(), List.of(went), new LineQuantity(11, 1)))
            .report(Fact.UPDATED);

    assertThat(orders.report(version)).isEqualTo(APPLIED);
    assertThat(row()).returns(3_000L, OrderRow::refunded).returns(7_000L, OrderRow::currentTotal);
    assertThat(orders.news(order.refund(900, null, 60, new LineQuantity(11, 1))))
        .as("from before, late")
        .isEqualTo(new ReportResult(Outcome.NO_EFFECT, "the refund is known already"));

    assertThat(row()).returns(3_000L, OrderRow::refunded).returns(7_000L, OrderRow::currentTotal);
    assertThat(left()).containsExactly(1, 1);
    assertThat(items()).extracting(ItemRow::refunded).containsExactly(1, 0);
  }

  @Test
  void aRefundThatIsToldOnceMoreWithMoreIsThatMuch() {
    news(order.refund(900, "10.00", 60));
    assertThat(news(order.refund(900, "30.00", 60, LEASH))).isEqualTo(Outcome.APPLIED);
    assertThat(news(order.refund(900, "10.00", 60))).isEqualTo(Outcome.NO_EFFECT);

    assertThat(row()).returns(3_000L, OrderRow::refunded).returns(7_000L, OrderRow::currentTotal);
    assertThat(left()).containsExactly(2, 0);
  }

  @Test
  void allOfItRefundedIsAReturnOnlyOnceTheMoneyWent() {
    news(order.parcel(1, HANDED_OVER, true, 60));
    news(order.refund(9, null, 70));
    assertThat(row().status()).isEqualTo(OrderStatus.DELIVERED);

    news(order.refund(9, "100.00", 70));
    assertThat(row().status()).isEqualTo(OrderStatus.RETURNED);
  }

  @Test
  void aRefundInAnotherCurrencyCountsByItsLines() {
    OrderNews told = order.refund(900, "30.00", 60, LEASH);
    Refund euros = new Refund(900, told.refund().at(), "30.00", "EUR", told.refund().lines());
    news(new OrderNews("d", Kind.REFUND, order.id(), null, euros, null, told.topic(), told.at()));

    assertThat(row()).returns(0L, OrderRow::refunded).returns(10_000L, OrderRow::currentTotal);
    assertThat(left()).containsExactly(2, 0);
  }

  @Test
  void aVersionThatHasTheRefundDoesNotCountItTwice() {
    Refund refund = order.refund(900, "30.00", 60, new LineQuantity(11, 1)).refund();
    OrderReport version =
        order
            .at(60)
            .state(state(List.of(), List.of(refund), new LineQuantity(11, 1)))
            .report(Fact.UPDATED);

    // The version brings the refund, and the refund's own delivery is late.
    assertThat(orders.report(version)).isEqualTo(APPLIED);
    assertThat(news(order.refund(900, "30.00", 60, new LineQuantity(11, 1))))
        .isEqualTo(Outcome.NO_EFFECT);

    assertThat(row()).returns(3_000L, OrderRow::refunded).returns(7_000L, OrderRow::currentTotal);
    assertThat(left()).containsExactly(1, 1);
  }

  @Test
  void anOrderThatIsToldOfWithItsRefundDoesNotCountItTwice() {
    ReportFixture late = anOrder();
    LineQuantity one = new LineQuantity(11, 1);
    OrderNews refund = late.refund(900, "30.00", 50, one);
    OrderReport created =
        late.at(60).state(state(List.of(), List.of(refund.refund()), one)).created();

    assertThat(orders.report(created)).isEqualTo(APPLIED);
    for (OrderNews told : List.of(refund, late.refund(900, "30.00", 50, one))) {
      assertThat(orders.news(told))
          .isEqualTo(new ReportResult(Outcome.NO_EFFECT, "the refund is known already"));
    }

    assertThat(store.order(late.id()))
        .returns(10_000L, OrderRow::total)
        .returns(3_000L, OrderRow::refunded)
        .returns(7_000L, OrderRow::currentTotal)
        .returns(OrderStatus.CONFIRMED, OrderRow::status);
    List<ItemRow> lines =
        store
            .jdbi()
            .withHandle(handle -> new OrderParts(handle).items(store.order(late.id()).id()));
    assertThat(lines).extracting(ItemRow::current).containsExactly(1, 1);
    assertThat(lines).extracting(ItemRow::refunded).containsExactly(1, 0);
    assertThat(store.outbox(late.id())).containsExactly("order.created", "order.updated");
  }

  @Test
  void aVersionFromBeforeTheRefundDoesNotTakeItBack() {
    news(order.refund(900, "30.00", 60, new LineQuantity(11, 1)));
    orders.report(order.at(30).report(Fact.UPDATED));

    assertThat(row()).returns(3_000L, OrderRow::refunded).returns(7_000L, OrderRow::currentTotal);
    assertThat(left()).containsExactly(1, 1);
  }

  @ParameterizedTest
  @CsvSource({
    // delivered at, refunded at, told first, then
    "60, 70, refund, RETURNED",
    "60, 60, refund, RETURNED",
    "60, 50, refund, DELIVERED",
    "60, 70, delivery, RETURNED",
  })
  void allOfItRefundedAfterDeliveryIsAReturnInWhateverOrderItIsTold(
      long delivered, long refunded, String first, OrderStatus end) {
    OrderNews delivery = order.parcel(1, HANDED_OVER, true, delivered);
    OrderNews refund = order.refund(9, "100.00", refunded);
    boolean refundFirst = first.equals("refund");
    news(refundFirst ? refund : delivery);
    news(refundFirst ? delivery : refund);

    assertThat(row().status()).isEqualTo(end);
    assertThat(store.history(order.id())).last().returns(end, OrderView.Change::status);
  }

  @Test
  void aPartOfItRefundedIsNoReturn() {
    news(order.parcel(1, HANDED_OVER, true, 60));
    news(order.refund(9, "99.99", 70, BOTH_HARNESSES));
    assertThat(row().status()).isEqualTo(OrderStatus.DELIVERED);

    news(order.refund(10, null, 80, LEASH));
    assertThat(row().status()).as("all of its lines").isEqualTo(OrderStatus.RETURNED);
    assertThat(store.history(order.id())).last().returns("shopify", OrderView.Change::by);
  }
}
