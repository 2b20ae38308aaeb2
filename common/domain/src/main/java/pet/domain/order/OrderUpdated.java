package pet.domain.order;

import pet.domain.DomainEvent;
import pet.domain.EventName;
import pet.domain.Money;

/**
 * An order's lines or totals changed: an edit or a refund.
 *
 * @param units the pieces that are left
 * @param total what the order comes to after edits and refunds
 */
@EventName("order.updated")
public record OrderUpdated(String orderId, OrderStatus status, int units, Money total)
    implements DomainEvent {
  @Override
  public String subject() {
    return orderId;
  }
}
