package pet.webhook.standard;

import java.time.Instant;
import java.util.Optional;
import pet.domain.user.Login;
import pet.webhook.payload.Payload;

/**
 * What Clerk's {@code user.created} and {@code user.updated} say of a person: {@code data} is the
 * user, with all addresses, of which one is the primary one.
 */
public final class ClerkUser {

  private ClerkUser() {}

  /**
   * Reads a body.
   *
   * @throws pet.domain.InvalidInput if it does not say of whom, or which version
   */
  public static Login read(byte[] body) {
    Payload user = Payload.parse(body).get("data");
    Payload updatedAt = user.get("updated_at");
    return new Login(
        user.get("id").neededText(),
        email(user).orElse(null),
        Instant.ofEpochMilli(updatedAt.id()));
  }

  /**
   * Whom {@code user.deleted} is about; it says no more.
   *
   * @throws pet.domain.InvalidInput if it does not say whom
   */
  public static String idOf(byte[] body) {
    return Payload.parse(body).get("data").get("id").neededText();
  }

  /** The primary address, if Clerk made sure that it is theirs: what its tokens vouch for. */
  private static Optional<String> email(Payload user) {
    Optional<String> primary = user.get("primary_email_address_id").text();
    return user.get("email_addresses").elements().stream()
        .filter(address -> primary.isPresent() && primary.equals(address.get("id").text()))
        .filter(
            address ->
                address
                    .get("verification")
                    .get("status")
                    .text()
                    .filter("verified"::equals)
                    .isPresent())
        .findFirst()
        .flatMap(address -> address.get("email_address").text());
  }
}
