package pet.webhook;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import pet.platform.database.PlainSql;

/**
 * SQL of the delivery log for workers. Times are the database's, so that replicas' clocks need not
 * agree.
 */
final class DeliveryRows {

  // READ COMMITTED, so the snapshot is this statement's own. Whoever is seen as unfinished before a
  // row blocks it, be it in another worker's hand or not: a lane's second row becomes visible as
  // its head only in a snapshot taken after the first one's transaction committed. If the head
  // itself was changed between snapshot and lock, PostgreSQL looks at its new version again, and a
  // finished or postponed one drops out. What this cannot exclude is two heads: a row with a lower
  // seq that commits late, a replayed one, or a WAITING one that comes up by itself. The lock on
  // the lane takes care of those. PostgreSQL lets go of it only after the commit is visible.
  // FOR UPDATE locks only what LIMIT lets through, so a claim costs one row lock.
  // Who stands before a row is asked for that row, in its lane's index. NOT EXISTS would be joined,
  // and planned while nothing waits: all that waits would be read first.
  // The timeout frees a lane whose worker vanished without closing its connection: a report takes 5
  // seconds at most, retries included well under 30.
  private static final String CLAIM =
      "WITH claimed AS MATERIALIZED ("
          + firstOfTheirLanes("d.state IN ('PENDING', 'RETRYING', 'WAITING')", "1")
          + """
          )
          SELECT claimed.*,
            CASE WHEN lane IS NOT NULL THEN
              set_config('idle_in_transaction_session_timeout', '30s', true)
                || pg_advisory_xact_lock(hashtextextended('webhook.lane:' || lane, 0))::text
            END AS locked
          FROM claimed
          """;

  // Only what is PENDING: what was tried before may be what is the matter, and what WAITS stands
  // outside of its lane, beside one of that lane which may be in the group. And who holds lanes
  // waits for none, or two groups could wait for each other. What is of another kind is left out
  // after it was taken: looked for by its kind, all that is due could be read.
  private static final String CLAIM_MORE =
      "WITH more AS MATERIALIZED ("
          + firstOfTheirLanes("d.state = 'PENDING' AND d.id <> ?", "?")
          + """
          )
          SELECT * FROM more
          WHERE source = ? AND topic = ANY(?) AND octet_length(body) <= ?
            AND pg_try_advisory_xact_lock(hashtextextended('webhook.lane:' || lane, 0))
          """;

  private static String firstOfTheirLanes(String which, String most) {
    return """
        SELECT d.id, d.source, d.topic, d.lane, d.body, d.attempts, d.state, d.first_processed_at,
          (extract(epoch FROM now() - coalesce(d.replayed_at, d.received_at)) * 1000)::bigint
            AS age_millis
        FROM delivery d
        WHERE %s
          AND d.due_at <= now()
          AND (
            SELECT min(e.seq) FROM delivery e
            WHERE e.lane = d.lane AND e.seq < d.seq AND e.state IN ('PENDING', 'RETRYING')
          ) IS NULL
        ORDER BY d.due_at, d.seq
        LIMIT %s
        FOR UPDATE OF d SKIP LOCKED
        """
        .formatted(which, most);
  }

  // The index by time has the order that is wanted. While little waits, to read all of it and sort
  // seems as good, and that plan would be kept.
  private static final String IN_ORDER = "SELECT set_config('enable_bitmapscan', 'off', true)";

  // Asked as the claim is: the first in the order of time is the oldest, and no more are read.
  private static final String OLDEST =
      """
      SELECT coalesce((
        SELECT extract(epoch FROM now() - d.due_at) FROM delivery d
        WHERE d.state IN ('PENDING', 'RETRYING')
          AND d.due_at <= now()
          AND (
            SELECT bool_or(e.due_at > now()) FROM delivery e
            WHERE e.lane = d.lane AND e.seq < d.seq AND e.state = 'RETRYING'
          ) IS NOT TRUE
        ORDER BY d.due_at, d.seq
        LIMIT 1), 0)::float8 AS seconds
      """;

  // One by one, each by an index of its own: with OR, and without bitmaps, all that waits would be
  // read, or all that is to be done.
  private static final String RELEASE =
      """
      WITH of_lane AS (
        UPDATE delivery
        SET state = 'PENDING', reason = NULL, waits_for = NULL, due_at = clock_timestamp()
        WHERE state = 'WAITING' AND lane = ?
      )
      UPDATE delivery
      SET state = 'PENDING', reason = NULL, waits_for = NULL, due_at = clock_timestamp()
      WHERE state = 'WAITING' AND waits_for = ANY(?)
      """;

  private static final String FINISH =
      """
      UPDATE delivery
      SET state = ?, reason = ?, attempts = ?, processed_at = clock_timestamp(),
          body = CASE WHEN to_be_erased THEN NULL ELSE body END,
          headers = CASE WHEN to_be_erased THEN NULL ELSE headers END,
          lane = CASE WHEN to_be_erased AND lane NOT LIKE 'shopify:order:%' THEN NULL ELSE lane END
      """;

  private final PlainSql sql;

  DeliveryRows(Handle handle) {
    sql = new PlainSql(handle);
  }

  /**
   * Claims the first due delivery that is the head of its lane, and locks the lane; waits if
   * another worker has the lane. Both are held until the transaction ends.
   *
   * <p>The lock also closes the gap between "there is no such order" and WAITING: the create's
   * {@link #release} runs under the same lock, in a snapshot taken after it, so it sees every
   * WAITING that was decided before it.
   */
  Optional<ClaimedDelivery> claim() {
    sql.one(IN_ORDER, row -> row.getString(1));
    return sql.first(CLAIM, DeliveryRows::claimed);
  }

  /**
   * The age in seconds of the oldest delivery that could be processed now. One that is to be
   * retried later does not count, nor do those behind it in its lane.
   */
  double oldestUnprocessedSeconds() {
    sql.one(IN_ORDER, row -> row.getString(1));
    return sql.one(OLDEST, row -> row.getDouble("seconds"));
  }

  /**
   * Takes more of the same kind, each the first of its lane, if their lanes are free and their
   * bodies short. Not for what {@link #claim} found in another state than PENDING.
   *
   * @param topics of which kind
   * @param bodyBytes the longest body as it rests
   * @param most of how many that are due next, of whatever kind
   */
  List<ClaimedDelivery> claimMore(
      ClaimedDelivery first, Collection<String> topics, int bodyBytes, int most) {
    return sql.list(
        CLAIM_MORE,
        DeliveryRows::claimed,
        first.id(),
        most,
        first.source(),
        sql.column("text", topics, Function.identity()),
        bodyBytes);
  }

  private static ClaimedDelivery claimed(ResultSet row) throws SQLException {
    return new ClaimedDelivery(
        row.getObject("id", UUID.class),
        row.getString("source"),
        row.getString("topic"),
        row.getString("lane"),
        row.getBytes("body"),
        row.getInt("attempts"),
        DeliveryState.valueOf(row.getString("state")),
        PlainSql.instant(row, "first_processed_at"),
        row.getLong("age_millis"));
  }

  /**
   * Writes that a delivery was processed. If its person was erased, body and headers are removed,
   * and a lane that names them.
   *
   * @param told when its event says that it was; null where there is none
   * @param lagMillis as that event says; kept for whoever counts
   */
  void processed(ClaimedDelivery delivery, String reason, Instant told, long lagMillis) {
    sql.update(
        FINISH
            + """
            , first_processed_at = coalesce(first_processed_at, ?),
              lag_millis = coalesce(lag_millis, ?)
            WHERE id = ?
            """,
        DeliveryState.PROCESSED,
        reason,
        delivery.attempts(),
        told,
        lagMillis,
        delivery.id());
  }

  /** Writes that a delivery is dead; body and lane are treated as when it is processed. */
  void dead(ClaimedDelivery delivery, String reason) {
    sql.update(
        FINISH + "WHERE id = ?",
        DeliveryState.DEAD,
        reason,
        delivery.attempts() + 1,
        delivery.id());
  }

  /**
   * Moves a delivery to a lane, where it is processed in its turn. If the lane was erased, so will
   * the delivery be.
   *
   * @param hashes as which the lane may be kept where it is erased
   */
  void moveTo(UUID id, String lane, List<byte[]> hashes) {
    sql.update(
        """
        UPDATE delivery
        SET lane = ?, state = 'PENDING', reason = NULL, waits_for = NULL, due_at = clock_timestamp(),
            to_be_erased = to_be_erased OR EXISTS (
              SELECT FROM erased_lane WHERE lane_hash = ANY(?))
        WHERE id = ?
        """,
        lane,
        sql.column("bytea", hashes, Function.identity()),
        id);
  }

  /**
   * Postpones a delivery.
   *
   * @param waitsFor what the order is called that it waits for, where no lane says it; else null
   */
  void postpone(
      UUID id, DeliveryState state, String reason, String waitsFor, int attempts, Duration delay) {
    sql.update(
        """
        UPDATE delivery
        SET state = ?, reason = ?, waits_for = ?, attempts = ?,
            due_at = clock_timestamp() + ? * interval '1 millisecond'
        WHERE id = ?
        """,
        state,
        reason,
        waitsFor,
        attempts,
        delay.toMillis(),
        id);
  }

  /** Makes deliveries due that waited for this order, before later ones of the lane. */
  void release(String lane, List<String> names) {
    sql.update(RELEASE, lane, sql.column("text", names, Function.identity()));
  }
}
