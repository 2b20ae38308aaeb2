package pet.platform.idempotency;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.json.Json;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlBatch;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** SQL of stored answers. */
interface IdempotencyDao {

  /**
   * Of these keys, those on which nobody else works now. Held until the transaction ends, however
   * it ends: a process that dies leaves nothing behind.
   *
   * @return places in the arrays
   */
  @SqlQuery(
      """
      SELECT place - 1 FROM unnest(:callers, :keys) WITH ORDINALITY AS asked (caller, key, place)
      WHERE pg_try_advisory_xact_lock(
        hashtextextended(current_schema() || '/idempotency/' || caller || '/' || key, 0))
      """)
  Set<Integer> lock(String[] callers, String[] keys);

  @SqlQuery(
      """
      SELECT i.caller, i.key, i.fingerprint, i.status, i.headers, i.body, i.expires_at
      FROM unnest(:callers, :keys) AS asked (caller, key)
      JOIN idempotency i ON i.caller = asked.caller AND i.key = asked.key
      WHERE i.expires_at > :now
      """)
  @RegisterConstructorMapper(Row.class)
  List<Row> find(String[] callers, String[] keys, Instant now);

  /** Takes the place of an expired one. The key is locked: nobody else writes it. */
  @SqlBatch(
      """
      INSERT INTO idempotency (caller, key, fingerprint, status, headers, body, expires_at)
      VALUES (:caller, :key, :fingerprint, :status, CAST(:headers AS jsonb), :body, :expiresAt)
      ON CONFLICT (caller, key) DO UPDATE
      SET fingerprint = excluded.fingerprint, status = excluded.status,
          headers = excluded.headers, body = excluded.body, expires_at = excluded.expires_at
      """)
  void insert(@BindMethods List<Row> rows);

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
