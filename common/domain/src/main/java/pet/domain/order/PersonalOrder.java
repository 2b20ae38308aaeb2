package pet.domain.order;

import java.time.Instant;
import java.util.List;
import pet.domain.Money;

/**
 * All that the store keeps of one person's order, for their eyes.
 *
 * @param shopifyOrderId the shop's id, by which deliveries know the order; exceeds 2^53
 * @param email as the shop reported it; null if it did not
 * @param history every status it has had, oldest first
 * @param orderName the number as the customer reads it
 * @param refunded what went back
 * @param currentTotal what it comes to after edits and refunds
 * @param quantities what has become of each line, in the order of the lines
 * @param parcels all there are, oldest version first
 * @param refunds all there are, oldest first
 * @param edits the shop's changes of its lines, oldest first
 * @param shipping how the parcel travels; null before it does
 * @param placedAt when the shop says it was placed
 */
public record PersonalOrder(
    String id,
    String maskedId,
    long shopifyOrderId,
    String orderNumber,
    String orderName,
    OrderStatus status,
    String email,
    OrderReport.Totals totals,
    Money refunded,
    Money currentTotal,
    List<OrderReport.Line> lines,
    List<Quantity> quantities,
    OrderReport.Shipping shipping,
    List<Fulfillment> parcels,
    List<Refund> refunds,
    List<Edit> edits,
    List<Change> history,
    Instant placedAt,
    Instant createdAt,
    Instant updatedAt) {

  public PersonalOrder {
    lines = List.copyOf(lines);
    quantities = List.copyOf(quantities);
    parcels = List.copyOf(parcels);
    refunds = List.copyOf(refunds);
    edits = List.copyOf(edits);
    history = List.copyOf(history);
  }

  /** What is left of a line after edits and refunds, what was refunded, and what was sent. */
  public record Quantity(long shopifyLineId, int left, int refunded, int fulfilled) {}

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
