package pet.domain.order;

import java.time.Instant;
import java.util.List;
import pet.domain.DomainEvent;
import pet.domain.EventName;
import pet.domain.Money;

/**
 * An order was taken over from the shop.
 *
 * @param userId null: an order is its email address's, and whose login has that may change
 * @param units the sum of the lines' quantities
 * @param total what the customer paid, tax and shipping included
 * @param placedAt when the shop says the order was placed
 * @param designs what was made from a design, line by line; ordinary goods are not among them
 */
@EventName("order.created")
public record OrderCreated(
    String orderId,
    String userId,
    OrderStatus status,
    int units,
    Money total,
    Instant placedAt,
    List<Design> designs)
    implements DomainEvent {

  public OrderCreated {
    designs = designs == null ? List.of() : List.copyOf(designs);
  }

  /** So many units of one revision of a design. */
  public record Design(String designId, int revision, int units) {}

  @Override
  public String subject() {
    return orderId;
  }
}
