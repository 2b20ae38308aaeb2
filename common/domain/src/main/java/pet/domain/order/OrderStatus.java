package pet.domain.order;

import java.util.EnumSet;
import java.util.Set;

/**
 * The states of an order and the moves between them. {@code PENDING → CONFIRMED → IN_PRODUCTION →
 * QUALITY_CHECK → SHIPPED → DELIVERED → RETURNED}; CANCELLED from any state before SHIPPED;
 * QUALITY_CHECK may go back to IN_PRODUCTION.
 */
public enum OrderStatus {
  PENDING,
  CONFIRMED,
  IN_PRODUCTION,
  QUALITY_CHECK,
  SHIPPED,
  DELIVERED,
  RETURNED,
  CANCELLED;

  /** The single steps that are allowed from here; what staff may ask for. */
  public Set<OrderStatus> nextSteps() {
    return switch (this) {
      case PENDING -> EnumSet.of(CONFIRMED, CANCELLED);
      case CONFIRMED -> EnumSet.of(IN_PRODUCTION, CANCELLED);
      case IN_PRODUCTION -> EnumSet.of(QUALITY_CHECK, CANCELLED);
      case QUALITY_CHECK -> EnumSet.of(SHIPPED, IN_PRODUCTION, CANCELLED);
      case SHIPPED -> EnumSet.of(DELIVERED);
      case DELIVERED -> EnumSet.of(RETURNED);
      case RETURNED, CANCELLED -> EnumSet.noneOf(OrderStatus.class);
    };
  }

  /** Whether one single step leads there. */
  public boolean canStepTo(OrderStatus target) {
    return nextSteps().contains(target);
  }

  /**
   * Whether a report of the outside world moves an order there: any jump forward does, for the
   * parcel has left whatever we still say; nothing moves backwards, and nothing leaves an end.
   * Cancelling counts only before SHIPPED, and only what was delivered can be returned.
   */
  public boolean canBeReportedAs(OrderStatus target) {
    return switch (target) {
      case CANCELLED -> compareTo(SHIPPED) < 0;
      case RETURNED -> this == DELIVERED;
      default -> compareTo(target) < 0 && compareTo(DELIVERED) < 0;
    };
  }
}
