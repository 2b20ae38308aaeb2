package pet.domain.order;

import java.time.Instant;
import java.util.List;
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
 * @param state what has become of the order by then; null where the payload tells nothing of it
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
    Instant updatedAt,
    State state) {

  public OrderReport {
    lines = ListFields.required("lines", lines);
  }

  /** What moved the order. */
  public enum Fact {
    CREATED,
    /** Something about it is new: the body tells what. */
    UPDATED,
    PAID,
    PARTIALLY_FULFILLED,
    FULFILLED,
    CANCELLED
  }

  /**
   * What has become of an order since it was placed, as this version of it tells.
   *
   * @param paid whether the money has come
   * @param cancelled whether the shop says that it was cancelled after it was placed; the fact
   *     decides, this confirms it
   * @param refunded whether the shop says that all of it was refunded
   * @param taxesIncluded whether the lines' prices hold the tax
   * @param currentTotal what the order comes to after edits and refunds; null if not told
   * @param quantities how much of each line is left after edits and refunds; a line that is not
   *     here is what it was
   * @param fulfillments the parcels, also those that failed
   * @param refunds those that this version of the order has
   */
  public record State(
      boolean paid,
      boolean cancelled,
      boolean refunded,
      boolean taxesIncluded,
      Money currentTotal,
      List<LineQuantity> quantities,
      List<Fulfillment> fulfillments,
      List<Refund> refunds) {

    public State {
      quantities = ListFields.optional("quantities", quantities);
      fulfillments = ListFields.optional("fulfillments", fulfillments);
      refunds = ListFields.optional("refunds", refunds);
    }
  }

  /** The order's money, all in the shop's currency. */
  public record Totals(Money subtotal, Money discounts, Money shipping, Money tax, Money total) {}

  /**
   * One line.
   *
   * @param sku null if the shop has none
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

  /**
   * How the parcel travels.
   *
   * @param carrier null if the shop does not tell
   * @param trackingNumber null if the shop does not tell
   * @param trackingUrl null if the shop does not tell
   */
  public record Shipping(String carrier, String trackingNumber, String trackingUrl) {}

  @Override
  public String toString() {
    return "OrderReport[" + fact + ", delivery=" + deliveryId + "]";
  }
}
