package pet.domain.order;

import java.time.Instant;
import java.util.List;

/**
 * All that the store keeps of one person's order, for their eyes.
 *
 * @param shopifyOrderId the shop's id, by which deliveries know the order; exceeds 2^53
 * @param email as the shop reported it; null if it did not
 * @param history every status it has had, oldest first
 * @param shipping how the parcel travels; null before it does
 * @param placedAt when the shop says it was placed
 */
public record PersonalOrder(
    String id,
    String maskedId,
    long shopifyOrderId,
    String orderNumber,
    OrderStatus status,
    String email,
    OrderReport.Totals totals,
    List<OrderReport.Line> lines,
    OrderReport.Shipping shipping,
    List<Change> history,
    Instant placedAt,
    Instant createdAt,
    Instant updatedAt) {

  public PersonalOrder {
    lines = List.copyOf(lines);
    history = List.copyOf(history);
  }

  /**
   * One status.
   *
   * @param by {@code shopify} or {@code staff}: which of the store's people it was is theirs
   * @param note null if there is none
   */
  public record Change(OrderStatus status, Instant at, String by, String note) {}

  @Override
  public String toString() {
    return "PersonalOrder[" + id + "]";
  }
}
