package pet.platform.database;

import java.util.Locale;
import java.util.Optional;
import pet.platform.Secret;
import pet.platform.SecretStrength;

/**
 * PostgreSQL. Each module has a schema of its own in it.
 *
 * @param url a JDBC URL, without a schema and without a password
 * @param poolSize connections per module; 8 unless told
 */
public record DatabaseSettings(String url, String user, Secret password, Integer poolSize) {

  private static final Secret DEVELOPMENT_PASSWORD = new Secret("pet");

  public DatabaseSettings {
    url = checked(Optional.ofNullable(url).orElse("jdbc:postgresql://localhost:5432/pet"));
    user = Optional.ofNullable(user).orElse("pet");
    password = Optional.ofNullable(password).orElse(DEVELOPMENT_PASSWORD);
    poolSize = Optional.ofNullable(poolSize).orElse(8);
  }

  /**
   * A URL without a password: drivers, pools and their exceptions quote it.
   *
   * @throws IllegalArgumentException if it is none; the words do not quote it
   */
  static String checked(String url) {
    String address = url.split("\\?", 2)[0];
    if (address.contains("@") || url.toLowerCase(Locale.ROOT).contains("password=")) {
      throw new IllegalArgumentException(
          "a database's url must not hold a password: that is a setting of its own");
    }
    if (!url.startsWith("jdbc:postgresql:")) {
      throw new IllegalArgumentException("a database's url must begin with jdbc:postgresql:");
    }
    return url;
  }

  /**
   * Refuses development's password, and one that can be guessed.
   *
   * @param setting its name, for the words
   * @throws IllegalArgumentException if it is such a one
   */
  public void refuseWeakPassword(String setting) {
    if (password.equals(DEVELOPMENT_PASSWORD)) {
      throw new IllegalArgumentException("setting " + setting + " must be set in production");
    }
    SecretStrength.flawOfPassword(password)
        .ifPresent(
            flaw -> {
              throw new IllegalArgumentException("setting " + setting + " " + flaw);
            });
  }
}
