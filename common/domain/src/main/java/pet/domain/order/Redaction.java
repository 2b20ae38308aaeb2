package pet.domain.order;

import java.util.Set;

/**
 * Orders whose customer is to be forgotten.
 *
 * @param shopifyOrderIds the shop's ids, which exceed 2^53; may be empty
 */
public record Redaction(Set<Long> shopifyOrderIds) {
  public Redaction {
    shopifyOrderIds = shopifyOrderIds == null ? Set.of() : Set.copyOf(shopifyOrderIds);
  }
}
