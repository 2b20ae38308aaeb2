package pet.order;

import java.util.Objects;
import java.util.stream.Stream;
import pet.domain.order.Fulfillment;
import pet.domain.order.OrderReport;
import pet.domain.order.OrderReport.Fact;
import pet.domain.order.OrderReport.State;
import pet.domain.order.OrderStatus;

/** Where what is reported leads an order, if it may still go there. */
final class Targets {

  private Targets() {}

  /**
   * The furthest place that a version of an order tells of; null for none. What its topic says, and
   * what its body says of money and parcels: their own deliveries may be lost, or older by now.
   * Cancelled is an order by its topic alone.
   */
  static OrderStatus of(OrderReport report) {
    if (report.fact() == Fact.CANCELLED) {
      return OrderStatus.CANCELLED;
    }
    return Stream.of(ofFact(report.fact()), report.state() == null ? null : of(report.state()))
        .filter(Objects::nonNull)
        .max(Enum::compareTo)
        .orElse(null);
  }

  /** Where money and parcels lead; null for nowhere. */
  static OrderStatus of(State state) {
    Stream<OrderStatus> money = state.paid() ? Stream.of(OrderStatus.CONFIRMED) : Stream.empty();
    Stream<OrderStatus> parcels =
        state.fulfillments().stream().flatMap(parcel -> Stream.ofNullable(of(parcel)));
    return Stream.concat(money, parcels).max(Enum::compareTo).orElse(null);
  }

  private static OrderStatus ofFact(Fact fact) {
    return switch (fact) {
      case CREATED, PAID -> OrderStatus.CONFIRMED;
      case PARTIALLY_FULFILLED, FULFILLED -> OrderStatus.SHIPPED;
      case CANCELLED -> OrderStatus.CANCELLED;
      case UPDATED -> null;
    };
  }

  /** Where a parcel leads: the first that is handed over, the first that arrives. */
  static OrderStatus of(Fulfillment parcel) {
    if (OrderChange.isDelivered(parcel)) {
      return OrderStatus.DELIVERED;
    }
    return parcel.state() == Fulfillment.State.SUCCESS ? OrderStatus.SHIPPED : null;
  }

  /** A fact as the shop names it: the history's why. */
  static String topic(Fact fact) {
    return switch (fact) {
      case CREATED -> "orders/create";
      case UPDATED -> "orders/updated";
      case PAID -> "orders/paid";
      case PARTIALLY_FULFILLED -> "orders/partially_fulfilled";
      case FULFILLED -> "orders/fulfilled";
      case CANCELLED -> "orders/cancelled";
    };
  }
}
