package pet.order;

import static pet.testing.ReportFixture.anOrder;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import pet.domain.Money;
import pet.domain.order.Fulfillment;
import pet.domain.order.LineQuantity;
import pet.domain.order.OrderNews;
import pet.domain.order.OrderReport.Line;
import pet.domain.order.OrderReport.State;
import pet.domain.order.Orders.Outcome;
import pet.domain.order.Orders.ReportResult;
import pet.domain.order.Refund;
import pet.testing.ReportFixture;
import pet.testing.Servers;
import pet.testing.ServersExtension;

/** An order that was placed, and what is told of it; on a real database. */
@ExtendWith(ServersExtension.class)
@Timeout(120)
abstract class OrderNewsFixture {

  static final ReportResult APPLIED = new ReportResult(Outcome.APPLIED, null);
  static final Fulfillment.State HANDED_OVER = Fulfillment.State.SUCCESS;
  static final LineQuantity BOTH_HARNESSES = new LineQuantity(11, 2);
  static final LineQuantity LEASH = new LineQuantity(12, 1);

  static OrderStore store;

  final OrdersForNeighbours orders = store.contract();
  final ReportFixture order = anOrder();

  @BeforeAll
  static void migrate(Servers servers) throws Exception {
    store = OrderStore.on(servers);
  }

  @BeforeEach
  void place() {
    store.empty();
    orders.report(order.created());
  }

  OrderRow row() {
    return store.order(order.id());
  }

  List<ItemRow> items() {
    return store.jdbi().withHandle(handle -> new OrderParts(handle).items(row().id()));
  }

  List<Integer> left() {
    return items().stream().map(ItemRow::current).toList();
  }

  Outcome news(OrderNews news) {
    return orders.news(news).outcome();
  }

  static State state(List<Fulfillment> parcels, List<Refund> refunds, LineQuantity... left) {
    return new State(true, false, false, false, Money.usd(7_000), List.of(left), parcels, refunds);
  }

  static Line anotherLine() {
    return new Line(77, "Bowl", null, 1, Money.usd(100), null, null);
  }
}
