package pet.domain.user;

import java.time.Instant;
import pet.domain.InvalidInput;
import pet.domain.Person;

/**
 * What the login provider says of a person.
 *
 * @param userId the provider's id of them: the subject of their tokens
 * @param email the address that it vouches for, null if there is none. Personal: never logged
 * @param updatedAt the version: when they were last changed there
 */
public record Login(String userId, String email, Instant updatedAt) {

  /**
   * @throws InvalidInput if it does not say of whom, or which version
   */
  public Login {
    Person.checkUserId(userId);
    if (updatedAt == null) {
      throw new InvalidInput("updatedAt", "is required");
    }
    if (email != null && (email.isBlank() || email.indexOf('\0') >= 0)) {
      throw new InvalidInput("email", "must be an address");
    }
  }

  @Override
  public String toString() {
    return "Login[" + userId + "]";
  }
}
