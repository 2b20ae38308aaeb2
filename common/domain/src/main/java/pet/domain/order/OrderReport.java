package pet.domain.order;

import java.time.Instant;
import java.util.List;
import pet.domain.InvalidInput;
import pet.domain.Money;

/**
 * What the shop reports of an order, as taken from one verified delivery.
 *
 * @param deliveryId the delivery's id; the same id twice has one effect
 * @param fact what happened, by the delivery's topic and never by the body
 * @param shopifyOrderId exceeds 2^53
 * @param orderNumber the number without decoration, such as {@code 1001}
 * @param orderName the number as the customer reads it, such as {@code #1001}
 * @param email the customer's address or null; personal: never logged, kept encrypted
 * @param paymentPending whether the money is still to come
 * @param totals as in the payload, never computed
 * @param shipping carrier and tracking, or null
 * @param updatedAt the resource's version: an older report has no effect
 */
public record OrderReport(
    String deliveryId,
    Fact fact,
    long shopifyOrderId,
    String orderNumber,
    String orderName,
    String email,
    boolean paymentPending,
    Totals totals,
    List<Line> lines,
    Shipping shipping,
    Instant createdAt,
    Instant updatedAt) {

  public OrderReport {
    if (lines == null) {
      throw new InvalidInput("lines", "is required");
    }
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i) == null) {
        throw new InvalidInput("lines[" + i + "]", "is required");
      }
    }
    lines = List.copyOf(lines);
  }

  /** What moved the order. */
  public enum Fact {
    CREATED,
    PAID,
    FULFILLED,
    CANCELLED
  }

  /** The order's money, all in the shop's currency. */
  public record Totals(Money subtotal, Money discounts, Money shipping, Money tax, Money total) {}

  /**
   * One line.
   *
   * @param designId the design it was made from, or null for ordinary goods
   * @param designRevision the revision of that design, or null
   */
  public record Line(
      long shopifyLineId,
      String title,
      String sku,
      int quantity,
      Money price,
      String designId,
      Integer designRevision) {}

  /** How the parcel travels; each part may be null. */
  public record Shipping(String carrier, String trackingNumber, String trackingUrl) {}

  @Override
  public String toString() {
    return "OrderReport[" + fact + ", delivery=" + deliveryId + "]";
  }
}
