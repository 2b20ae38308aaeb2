package pet.domain.order;

import java.time.Instant;
import pet.domain.DomainEvent;
import pet.domain.EventName;
import pet.domain.Money;

/**
 * An order was taken over from the shop.
 *
 * @param userId the owner's subject, where known and not opted out of analytics; else null
 * @param units the sum of the lines' quantities
 * @param total what the customer paid, tax and shipping included
 * @param placedAt when the shop says the order was placed
 */
@EventName("order.created")
public record OrderCreated(
    String orderId, String userId, OrderStatus status, int units, Money total, Instant placedAt)
    implements DomainEvent {
  @Override
  public String subject() {
    return orderId;
  }
}
