package pet.order;

import static org.assertj.core.api.Assertions.assertThat;
import static pet.order.OrderNewsFixture.BOTH_HARNESSES;
import static pet.order.OrderNewsFixture.HANDED_OVER;
import static pet.order.OrderNewsFixture.LEASH;
import static pet.testing.ReportFixture.anOrder;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import pet.domain.order.Fulfillment;
import pet.domain.order.OrderReport.State;
import pet.domain.order.OrderStatus;
import pet.domain.order.Orders.Outcome;
import pet.domain.order.Orders.ReportResult;
import pet.testing.ReportFixture;
import pet.testing.Servers;
import pet.testing.ServersExtension;

/** Parcels have versions of their own, and move their order. */
@ExtendWith(ServersExtension.class)
@Timeout(120)
class ParcelsIT {

  private static OrderStore store;
  private final OrderNewsFixture fixture = new OrderNewsFixture(store);
  private final OrderReports orders = fixture.orders;
  private final ReportFixture order = fixture.order;

  @BeforeAll
  static void migrate(Servers servers) throws Exception {
    store = OrderStore.on(servers);
  }

  @Test
  void aParcelHasVersionsOfItsOwn() {
    order.shipped("UPS", "1Z", "https://ups.test/1Z");
    assertThat(fixture.news(order.parcel(5, HANDED_OVER, false, 50, BOTH_HARNESSES)))
        .isEqualTo(Outcome.APPLIED);
    order.shipped("DHL", "2D", null);
    assertThat(orders.news(order.parcel(5, Fulfillment.State.OPEN, false, 49)))
        .isEqualTo(
            new ReportResult(Outcome.NO_EFFECT, "a newer version of the fulfillment is known"));
    // The order's own version is older than the parcel's, and is the newest of the order.
    assertThat(fixture.news(order.parcel(6, HANDED_OVER, false, 51, LEASH)))
        .isEqualTo(Outcome.APPLIED);

    assertThat(fixture.row())
        .returns(OrderStatus.SHIPPED, OrderRow::status)
        .returns("DHL", OrderRow::carrier)
        .returns("2D", OrderRow::trackingNumber);
    assertThat(fixture.items()).extracting(ItemRow::fulfilled).containsExactly(2, 1);
    assertThat(store.history(order.id())).hasSize(2).last().returns(true, c -> c.jumped());
  }

  @Test
  void aParcelThatFailedAfterwardsTakesNothingBack() {
    fixture.news(
        order.shipped("UPS", "1Z", null).parcel(5, HANDED_OVER, false, 50, BOTH_HARNESSES));
    fixture.news(order.parcel(5, Fulfillment.State.FAILED, false, 60, BOTH_HARNESSES));

    assertThat(fixture.row().status()).isEqualTo(OrderStatus.SHIPPED);
    assertThat(fixture.items()).extracting(ItemRow::fulfilled).containsExactly(0, 0);
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
