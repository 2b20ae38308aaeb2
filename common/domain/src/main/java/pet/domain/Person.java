package pet.domain;

import java.util.Set;

/**
 * Whose data is meant, in calls between modules: each module knows people by one of these.
 *
 * @param userId the token's subject
 * @param emails every address known to be theirs, as they wrote it; may be empty. Personal: never
 *     logged, and never part of a path or query
 */
public record Person(String userId, Set<String> emails) {

  /**
   * @throws InvalidInput if the user id is missing or cannot be one
   */
  public Person {
    checkUserId(userId);
    emails = emails == null ? Set.of() : Set.copyOf(emails);
  }

  /**
   * Whether this can be the subject of a token.
   *
   * @throws InvalidInput naming the field {@code userId}
   */
  public static void checkUserId(String userId) {
    if (userId == null || userId.isBlank()) {
      throw new InvalidInput("userId", "is required");
    }
    // PostgreSQL's text has every character but this.
    if (userId.indexOf('\0') >= 0) {
      throw new InvalidInput("userId", "must not contain the character NUL");
    }
  }

  @Override
  public String toString() {
    return "Person[" + userId + "]";
  }
}
