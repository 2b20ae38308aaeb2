package pet.domain.webhook;

import java.util.Set;
import pet.domain.InvalidInput;
import pet.domain.Person;

/**
 * By what deliveries know a person.
 *
 * @param userId the login provider's id of them: the token's subject
 * @param emails every address known to be theirs. Personal: never logged
 * @param shopifyOrderIds their orders, by the shop's ids, which exceed 2^53
 * @param customerIds the shop's ids of them
 */
public record Traces(
    String userId, Set<String> emails, Set<Long> shopifyOrderIds, Set<Long> customerIds) {

  /**
   * @throws InvalidInput if the user id is missing or cannot be one
   */
  public Traces {
    Person.checkUserId(userId);
    emails = emails == null ? Set.of() : Set.copyOf(emails);
    shopifyOrderIds = shopifyOrderIds == null ? Set.of() : Set.copyOf(shopifyOrderIds);
    customerIds = customerIds == null ? Set.of() : Set.copyOf(customerIds);
  }

  /** Of whom nothing but a login and orders is known. */
  public Traces(String userId, Set<Long> shopifyOrderIds) {
    this(userId, Set.of(), shopifyOrderIds, Set.of());
  }

  @Override
  public String toString() {
    return "Traces[" + userId + "]";
  }
}
