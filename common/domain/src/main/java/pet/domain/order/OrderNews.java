package pet.domain.order;

import java.time.Instant;

/**
 * Something that happened to an order, told without the order itself.
 *
 * @param deliveryId the delivery's id; the same id twice has one effect
 * @param shopifyOrderId exceeds 2^53
 * @param fulfillment of {@link Kind#FULFILLMENT}, else null
 * @param refund of {@link Kind#REFUND}, else null
 * @param edit of {@link Kind#EDIT}, else null
 * @param topic as the provider names it, such as {@code refunds/create}: the history's why
 * @param at when it happened; null if that is not told
 */
public record OrderNews(
    String deliveryId,
    Kind kind,
    long shopifyOrderId,
    Fulfillment fulfillment,
    Refund refund,
    Edit edit,
    String topic,
    Instant at) {

  /** What is told. */
  public enum Kind {
    FULFILLMENT,
    REFUND,
    EDIT,
    /** The shop no longer has the order. */
    DELETED,
    /** The payment provider has the money. */
    PAYMENT
  }

  @Override
  public String toString() {
    return "OrderNews[" + kind + ", delivery=" + deliveryId + "]";
  }
}
