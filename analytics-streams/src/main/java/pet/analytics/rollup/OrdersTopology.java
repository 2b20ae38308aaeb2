package pet.analytics.rollup;

import com.codahale.metrics.MetricRegistry;
import java.io.DataInput;
import java.io.IOException;
import pet.domain.Money;
import pet.domain.order.OrderStatus;
import pet.messaging.Topics;

/**
 * {@code pet.order.events} into {@code pet.analytics.orders}. An {@code order.updated} counts
 * nothing yet. The window is that of the event's time, not of {@code placedAt}: the shop's clock
 * does not decide where we count.
 */
public final class OrdersTopology extends RollupTopology<OrderCounts> {

  private static final JsonRecordReader<Created> CREATED = JsonRecordReader.of(Created.class);
  private static final JsonRecordReader<Moved> MOVED = JsonRecordReader.of(Moved.class);

  /** More than this is no order; sums of it stay far from overflowing. */
  private static final long MOST_MINOR_UNITS = 1_000_000_000_000L;

  private record Created(OrderStatus status, Integer units, Money total) {}

  private record Moved(OrderStatus to) {}

  public OrdersTopology(RollupTimes times, MetricRegistry registry) {
    this(Topics.ORDER_EVENTS, Topics.ANALYTICS_ORDERS, times, registry);
  }

  public OrdersTopology(String source, String sink, RollupTimes times, MetricRegistry registry) {
    super("orders", source, sink, times, registry);
  }

  @Override
  public OrderCounts empty() {
    return new OrderCounts();
  }

  @Override
  public OrderCounts read(DataInput in) throws IOException {
    return OrderCounts.read(in);
  }

  @Override
  public boolean counts(String type) {
    return type.equals("order.created") || type.equals("order.status_changed");
  }

  @Override
  public void count(SourceEvent event, Tally<OrderCounts> tally) throws UnreadableEvent {
    if (event.type().equals("order.created")) {
      created(event, tally);
    } else {
      Moved move = event.dataAs(MOVED);
      OrderStatus to = event.present(move.to(), "to");
      tally.add(event.time(), counts -> counts.entered(to));
    }
  }

  private static void created(SourceEvent event, Tally<OrderCounts> tally) throws UnreadableEvent {
    Created order = event.dataAs(CREATED);
    OrderStatus status = event.present(order.status(), "status");
    int units = event.present(order.units(), "units");
    Money total = event.present(order.total(), "total");
    if (Math.abs(total.minorUnits() / 2) > MOST_MINOR_UNITS / 2) {
      throw new UnreadableEvent("the total of order.created is no order's");
    }
    tally.add(event.time(), counts -> counts.created(status, units, total));
  }
}
