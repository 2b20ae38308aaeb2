package pet.domain.user;

import java.util.Set;
import pet.domain.InvalidInput;

/**
 * The shop wants a customer forgotten.
 *
 * @param customerId the shop's id of them
 * @param email null if it is not told. Personal: never logged
 * @param shopifyOrderIds the shop's ids of the orders that it names; may be empty
 */
public record CustomerRedaction(long customerId, String email, Set<Long> shopifyOrderIds) {

  /**
   * @throws InvalidInput if it does not say whom
   */
  public CustomerRedaction {
    if (customerId <= 0) {
      throw new InvalidInput("customerId", "must be positive");
    }
    shopifyOrderIds = shopifyOrderIds == null ? Set.of() : Set.copyOf(shopifyOrderIds);
  }

  @Override
  public String toString() {
    return "CustomerRedaction[" + customerId + "]";
  }
}
