package pet.domain.order;

import java.time.Instant;

/**
 * How much of an order is known.
 *
 * @param shopifyOrderId exceeds 2^53
 * @param updatedAt the shop's time of the newest version that was taken into account
 */
public record OrderVersion(long shopifyOrderId, Instant updatedAt) {}
