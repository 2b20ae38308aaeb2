package pet.platform;

import java.util.List;
import java.util.Optional;

/** Whether a secret can have been made by chance, and not by a person. */
public final class SecretStrength {

  /**
   * As many characters as 16 random bytes have in hexadecimal: the shortest that providers give.
   */
  private static final int LEAST = 32;

  /** A person has to remember it, and it is asked by one server alone. */
  private static final int LEAST_OF_PASSWORD = 12;

  private static final int VARIETY = 8;

  private SecretStrength() {}

  /** What is wrong with one of the secrets, newest first; in words that do not tell it. */
  public static Optional<String> flawOf(List<String> secrets) {
    for (int i = 0; i < secrets.size(); i++) {
      String flaw = flaw(secrets.get(i), LEAST);
      if (flaw != null) {
        return Optional.of(secrets.size() == 1 ? flaw : flaw + " (number " + (i + 1) + ")");
      }
    }
    return Optional.empty();
  }

  /** What is wrong with a password. */
  public static Optional<String> flawOfPassword(Secret password) {
    return Optional.ofNullable(flaw(password.value(), LEAST_OF_PASSWORD));
  }

  private static String flaw(String secret, int least) {
    if (secret.length() < least) {
      return "is too short: it has " + secret.length() + " characters of " + least + " at least";
    }
    return secret.chars().distinct().count() < VARIETY
        ? "is too simple: it has fewer than " + VARIETY + " different characters"
        : null;
  }
}
