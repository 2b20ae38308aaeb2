package pet.platform.idempotency;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.json.Json;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Answers that were given. */
interface IdempotencyDao {

  /**
   * Whether nobody else works on this key now. Held until the transaction ends, however it ends: a
   * process that dies leaves nothing behind.
   */
  @SqlQuery(
      """
      SELECT pg_try_advisory_xact_lock(
        hashtextextended(current_schema() || '/idempotency/' || :caller || '/' || :key, 0))
      """)
  boolean lock(String caller, String key);

  @SqlQuery(
      """
      SELECT caller, key, fingerprint, status, headers, body, expires_at
      FROM idempotency
      WHERE caller = :caller AND key = :key AND expires_at > :now
      """)
  @RegisterConstructorMapper(Row.class)
  Optional<Row> find(String caller, String key, Instant now);

  /** Takes the place of an expired one. The key is locked: nobody else writes it. */
  @SqlUpdate(
      """
      INSERT INTO idempotency (caller, key, fingerprint, status, headers, body, expires_at)
      VALUES (:caller, :key, :fingerprint, :status, CAST(:headers AS jsonb), :body, :expiresAt)
      ON CONFLICT (caller, key) DO UPDATE
      SET fingerprint = excluded.fingerprint, status = excluded.status,
          headers = excluded.headers, body = excluded.body, expires_at = excluded.expires_at
      """)
  void insert(@BindMethods Row row);

  @SqlUpdate("DELETE FROM idempotency WHERE caller = :caller")
  void deleteOf(String caller);

  @SqlUpdate("DELETE FROM idempotency WHERE expires_at <= :now")
  int deleteExpired(Instant now);

  /** A row. Arrays: never compared. */
  @SuppressWarnings("ArrayRecordComponent")
  record Row(
      String caller,
      String key,
      byte[] fingerprint,
      int status,
      @Json Map<String, List<String>> headers,
      byte[] body,
      Instant expiresAt) {}
}
