package pet.domain.order;

/**
 * Which order a name means.
 *
 * @param shopifyOrderId null if there is none, or more than one; exceeds 2^53
 */
public record OrderNamed(Long shopifyOrderId) {}
