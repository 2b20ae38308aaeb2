package pet.platform.database;

import pet.platform.Secret;

/** What is different about one module's PostgreSQL; null and blank are as for all. */
public record DatabaseOverride(String url, String user, Secret password, Integer poolSize) {

  public DatabaseOverride {
    if (!isBlank(url)) {
      DatabaseSettings.checked(url);
    }
  }

  /** The module's settings: these where they say something, else the usual ones. */
  public DatabaseSettings over(DatabaseSettings usual) {
    return new DatabaseSettings(
        isBlank(url) ? usual.url() : url,
        isBlank(user) ? usual.user() : user,
        password == null || password.isBlank() ? usual.password() : password,
        poolSize == null ? usual.poolSize() : poolSize);
  }

  private static boolean isBlank(String text) {
    return text == null || text.isBlank();
  }
}
