package pet.order;

import static org.assertj.core.api.Assertions.assertThat;
import static pet.testing.ReportFixture.anOrder;

import java.util.List;
import org.junit.jupiter.api.Test;
import pet.domain.order.Fulfillment;
import pet.domain.order.OrderReport.State;
import pet.domain.order.OrderStatus;
import pet.domain.order.Orders.Outcome;
import pet.domain.order.Orders.ReportResult;
import pet.testing.ReportFixture;

/** Parcels have versions of their own, and move their order. */
class ParcelsIT extends OrderNewsFixture {

  @Test
  void aParcelHasVersionsOfItsOwn() {
    order.shipped("UPS", "1Z", "https://ups.test/1Z");
    assertThat(news(order.parcel(5, HANDED_OVER, false, 50, BOTH_HARNESSES)))
        .isEqualTo(Outcome.APPLIED);
    order.shipped("DHL", "2D", null);
    assertThat(orders.news(order.parcel(5, Fulfillment.State.OPEN, false, 49)))
        .isEqualTo(
            new ReportResult(Outcome.NO_EFFECT, "a newer version of the fulfillment is known"));
    // The order's own version is older than the parcel's, and is the newest of the order.
    assertThat(news(order.parcel(6, HANDED_OVER, false, 51, LEASH))).isEqualTo(Outcome.APPLIED);

    assertThat(row())
        .returns(OrderStatus.SHIPPED, OrderRow::status)
        .returns("DHL", OrderRow::carrier)
        .returns("2D", OrderRow::trackingNumber);
    assertThat(items()).extracting(ItemRow::fulfilled).containsExactly(2, 1);
    assertThat(store.history(order.id())).hasSize(2).last().returns(true, c -> c.jumped());
  }

  @Test
  void aParcelThatFailedAfterwardsTakesNothingBack() {
    news(order.shipped("UPS", "1Z", null).parcel(5, HANDED_OVER, false, 50, BOTH_HARNESSES));
    news(order.parcel(5, Fulfillment.State.FAILED, false, 60, BOTH_HARNESSES));

    assertThat(row().status()).isEqualTo(OrderStatus.SHIPPED);
    assertThat(items()).extracting(ItemRow::fulfilled).containsExactly(0, 0);
  }

  @Test
  void anOrderThatIsToldOfOnItsWayIsOnItsWay() {
    ReportFixture late = anOrder().unpaid();
    Fulfillment parcel =
        late.shipped("UPS", "1Z", null)
            .parcel(5, HANDED_OVER, false, 30, BOTH_HARNESSES)
            .fulfillment();
    State unpaid =
        new State(false, false, false, false, null, List.of(), List.of(parcel), List.of());

    orders.report(late.at(60).state(unpaid).created());

    assertThat(store.order(late.id()))
        .returns(OrderStatus.SHIPPED, OrderRow::status)
        .returns("1Z", OrderRow::trackingNumber);
    assertThat(store.history(late.id()).stream().map(OrderView.Change::status).toList())
        .containsExactly(OrderStatus.PENDING, OrderStatus.SHIPPED);
  }
}
