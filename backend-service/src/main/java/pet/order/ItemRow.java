package pet.order;

/**
 * A line as it is kept. Public, for JDBI.
 *
 * @param quantity as ordered
 * @param reported what was left of it by the order's newest version
 * @param current what is left of it
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
    String priceCheck) {}
