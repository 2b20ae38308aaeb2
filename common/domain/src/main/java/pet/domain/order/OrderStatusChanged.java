package pet.domain.order;

import pet.domain.DomainEvent;
import pet.domain.EventName;

/**
 * An order moved to another status.
 *
 * @param jumped whether steps in between were skipped because the outside world was ahead
 */
@EventName("order.status_changed")
public record OrderStatusChanged(String orderId, OrderStatus from, OrderStatus to, boolean jumped)
    implements DomainEvent {
  @Override
  public String subject() {
    return orderId;
  }
}
