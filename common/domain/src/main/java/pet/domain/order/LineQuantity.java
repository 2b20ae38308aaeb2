package pet.domain.order;

/**
 * So many pieces of one line.
 *
 * @param shopifyLineId exceeds 2^53
 * @param quantity negative where an edit takes pieces away
 */
public record LineQuantity(long shopifyLineId, int quantity) {}
