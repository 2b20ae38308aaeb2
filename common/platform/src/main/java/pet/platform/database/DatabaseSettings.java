package pet.platform.database;

import java.util.Optional;
import pet.platform.Secret;

/**
 * PostgreSQL. Each module has a schema of its own in it.
 *
 * @param url a JDBC URL, without a schema
 * @param poolSize connections per module; 8 unless told
 */
public record DatabaseSettings(String url, String user, Secret password, Integer poolSize) {
  public DatabaseSettings {
    url = Optional.ofNullable(url).orElse("jdbc:postgresql://localhost:5432/pet");
    user = Optional.ofNullable(user).orElse("pet");
    password = Optional.ofNullable(password).orElse(new Secret("pet"));
    poolSize = Optional.ofNullable(poolSize).orElse(8);
  }
}
