package pet.domain;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.security.Principal;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Who asks, as their token says.
 *
 * @param subject the token's {@code sub}: the user
 * @param roles role claims; {@code staff} is the one with powers
 * @param verifiedEmail the address, if the provider vouches for it; else null. Personal: never log
 * @param issuedAt when the token was made, to the second; null if it does not say
 * @param expiresAt when the token ends; null if it is not known
 */
public record Caller(
    String subject, Set<String> roles, String verifiedEmail, Instant issuedAt, Instant expiresAt)
    implements Principal {

  /** The role of the store's own people. */
  public static final String STAFF = "staff";

  /** Where a contract's method takes it: {@code @HeaderParam(Caller.HEADER) Caller caller}. */
  public static final String HEADER = "X-Pet-Caller";

  public Caller {
    roles = Set.copyOf(roles);
  }

  /** One of whose token it is not known when it ends. */
  public Caller(String subject, Set<String> roles, String verifiedEmail, Instant issuedAt) {
    this(subject, roles, verifiedEmail, issuedAt, null);
  }

  /** One whose token does not say when it was made. */
  public Caller(String subject, Set<String> roles, String verifiedEmail) {
    this(subject, roles, verifiedEmail, null);
  }

  @JsonIgnore
  public boolean isStaff() {
    return roles.contains(STAFF);
  }

  public Optional<String> email() {
    return Optional.ofNullable(verifiedEmail);
  }

  @JsonIgnore
  @Override
  public String getName() {
    return subject;
  }

  @Override
  public String toString() {
    return "Caller[" + subject + ", roles=" + roles + "]";
  }
}
