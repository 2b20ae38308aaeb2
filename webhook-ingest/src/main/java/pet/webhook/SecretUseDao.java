package pet.webhook;

import java.time.Instant;
import java.util.List;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** SQL of when secrets last signed. */
interface SecretUseDao {

  @SqlUpdate(
      """
      INSERT INTO secret_use (secret, used_at) VALUES (:secret, :at)
      ON CONFLICT (secret) DO UPDATE SET used_at = greatest(secret_use.used_at, excluded.used_at)
      """)
  void used(@Bind("secret") String secret, @Bind("at") Instant at);

  /** Moves a secret's time from an older fingerprint to the current one. */
  @SqlUpdate(
      """
      INSERT INTO secret_use (secret, used_at)
      SELECT :secret, used_at FROM secret_use WHERE secret = :before
      ON CONFLICT (secret) DO UPDATE SET used_at = excluded.used_at
        WHERE secret_use.used_at < excluded.used_at
      """)
  void usedAsWell(@Bind("before") String before, @Bind("secret") String secret);

  @SqlQuery(
      """
      SELECT secret, extract(epoch FROM now() - used_at)::float8 AS unused_seconds FROM secret_use
      """)
  @RegisterConstructorMapper(Use.class)
  List<Use> all();

  /**
   * Seconds since a secret last signed.
   *
   * @param secret its source and its fingerprint
   */
  record Use(String secret, double unusedSeconds) {}
}
