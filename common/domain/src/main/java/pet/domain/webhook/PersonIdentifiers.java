package pet.domain.webhook;

import java.util.Set;
import pet.domain.InvalidInput;
import pet.domain.Person;

/**
 * The identifiers by which deliveries know a person.
 *
 * @param userId the login provider's id of them: the token's subject
 * @param emails every address known to be theirs. Personal: never logged
 * @param shopifyOrderIds their orders, by the shop's ids, which exceed 2^53
 * @param customerIds the shop's ids of them
 */
public record PersonIdentifiers(
    String userId, Set<String> emails, Set<Long> shopifyOrderIds, Set<Long> customerIds) {

  /**
   * @throws InvalidInput if the user id is missing or cannot be one
   */
  public PersonIdentifiers {
    Person.checkUserId(userId);
    emails = emails == null ? Set.of() : Set.copyOf(emails);
    shopifyOrderIds = shopifyOrderIds == null ? Set.of() : Set.copyOf(shopifyOrderIds);
    customerIds = customerIds == null ? Set.of() : Set.copyOf(customerIds);
  }

  /** Identifiers of a person of whom only a login and orders are known. */
  public PersonIdentifiers(String userId, Set<Long> shopifyOrderIds) {
    this(userId, Set.of(), shopifyOrderIds, Set.of());
  }

  @Override
  public String toString() {
    return "PersonIdentifiers[" + userId + "]";
  }
}
