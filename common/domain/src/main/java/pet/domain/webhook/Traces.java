package pet.domain.webhook;

import java.util.Set;
import pet.domain.InvalidInput;
import pet.domain.Person;

/**
 * By what deliveries know a person.
 *
 * @param userId the login provider's id of them: the token's subject
 * @param shopifyOrderIds their orders, by the shop's ids, which exceed 2^53
 */
public record Traces(String userId, Set<Long> shopifyOrderIds) {

  /**
   * @throws InvalidInput if the user id is missing or cannot be one
   */
  public Traces {
    Person.checkUserId(userId);
    shopifyOrderIds = shopifyOrderIds == null ? Set.of() : Set.copyOf(shopifyOrderIds);
  }
}
