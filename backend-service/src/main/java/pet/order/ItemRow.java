package pet.order;

/**
 * A row of {@code order_item}. Public, for JDBI.
 *
 * @param quantity as ordered
 * @param reported the quantity left according to the order's newest version
 * @param current the quantity left now
 * @param price of one piece
 * @param priceCheck a {@link PriceCheck}, or null for ordinary goods
 */
public record ItemRow(
    int position,
    long shopifyLineId,
    String title,
    String sku,
    int quantity,
    int reported,
    int current,
    int refunded,
    int fulfilled,
    long price,
    String designId,
    Integer designRevision,
    String priceCheck) {

  /** The same line of a version of the order that has other quantities. */
  ItemRow withReported(int quantityLeft) {
    return with(quantityLeft, quantityLeft, refunded, fulfilled);
  }

  /** The same line with its refunds, edits and parcels counted. */
  ItemRow withCounts(int quantityLeft, int quantityRefunded, int quantityFulfilled) {
    return with(reported, quantityLeft, quantityRefunded, quantityFulfilled);
  }

  private ItemRow with(int newReported, int newCurrent, int newRefunded, int newFulfilled) {
    return new ItemRow(
        position,
        shopifyLineId,
        title,
        sku,
        quantity,
        newReported,
        newCurrent,
        newRefunded,
        newFulfilled,
        price,
        designId,
        designRevision,
        priceCheck);
  }
}
