package pet.order;

import java.util.Objects;
import java.util.stream.Stream;
import pet.domain.order.Fulfillment;
import pet.domain.order.OrderReport;
import pet.domain.order.OrderReport.Fact;
import pet.domain.order.OrderReport.State;
import pet.domain.order.OrderStatus;

/**
 * The status that a report asks for; {@link OrderChange} decides whether the order may move there.
 */
final class TargetStatus {

  private TargetStatus() {}

  /**
   * The furthest status that a version of an order tells of; null for none. Both the topic and what
   * the body says of money and parcels count, for the deliveries about these may be lost or late.
   * Only the topic cancels an order.
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

  /** The status that payment and parcels lead to; null for none. */
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

  /** The status that a parcel leads to; null for none. */
  static OrderStatus of(Fulfillment parcel) {
    if (OrderChange.isDelivered(parcel)) {
      return OrderStatus.DELIVERED;
    }
    return parcel.state() == Fulfillment.State.SUCCESS ? OrderStatus.SHIPPED : null;
  }

  /** The shop's topic of a fact, which the history gives as the reason. */
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
