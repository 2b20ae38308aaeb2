package pet.domain.user;

import pet.domain.InvalidInput;
import pet.domain.Person;

/**
 * The login provider deleted a person.
 *
 * @param provider which one, such as {@code clerk}
 * @param userId the provider's id of them: the subject of their tokens
 */
public record LoginDeletion(String provider, String userId) {

  /**
   * @throws InvalidInput if it does not say who, or by whom
   */
  public LoginDeletion {
    if (provider == null
        || !provider.matches("[a-z0-9_-]{1,100}")
        || provider.equals("person")
        || provider.equals("shopify")) {
      throw new InvalidInput("provider", "must be the name of a login provider");
    }
    Person.checkUserId(userId);
  }
}
