package pet.user;

import java.time.Instant;

/**
 * A person, as they see themselves.
 *
 * @param id the token's subject
 * @param email the address that the login provider vouches for, or null
 * @param displayName what they want to be called, or null
 * @param lastActiveAt the day, in UTC, as its first moment
 */
record Profile(
    String id, String email, String displayName, Instant createdAt, Instant lastActiveAt) {

  @Override
  public String toString() {
    return "Profile[" + id + "]";
  }
}
