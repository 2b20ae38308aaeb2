package pet.messaging;

import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/** The SQL of the outbox; every method works in the caller's transaction. */
final class Outbox {

  static final int BUCKETS = 16;

  // The locks are taken in one order, so that two that publish for the same aggregates do not each
  // wait for the other; and before the first row is made.
  private static final String INSERT =
      """
      WITH turns AS MATERIALIZED (
        SELECT pg_advisory_xact_lock(turn) AS taken
        FROM (
          SELECT DISTINCT hashtextextended(current_schema() || '/' || aggregate_id, 0) AS turn
          FROM unnest(?) AS aggregate_id
          ORDER BY turn
        ) AS in_order
      ), queued AS MATERIALIZED (
        SELECT count(*) FROM turns
      )
      INSERT INTO outbox (event_id, bucket, aggregate_id, type, topic, time, data)
      SELECT event_id, bucket, aggregate_id, type, topic, clock_timestamp(), CAST(data AS jsonb)
      FROM queued, unnest(?, ?, ?, ?, ?, ?)
        WITH ORDINALITY AS new (event_id, bucket, aggregate_id, type, topic, data, place)
      ORDER BY place
      RETURNING time
      """;

  private Outbox() {}

  /** An event to be written. */
  record NewRow(UUID eventId, String aggregateId, String type, String data) {}

  /** An event that waits. */
  record Row(
      long id,
      String eventId,
      short bucket,
      String aggregateId,
      String type,
      Instant time,
      String data) {}

  /**
   * A bucket with events that wait.
   *
   * @param claimed whether this transaction has it now, and not another relay
   * @param parked whether aggregates of it are parked
   */
  record Bucket(short bucket, boolean claimed, boolean parked) {}

  static short bucketOf(String aggregateId) {
    CRC32 hash = new CRC32();
    hash.update(aggregateId.getBytes(StandardCharsets.UTF_8));
    return (short) (hash.getValue() % BUCKETS);
  }

  /**
   * Transactions that publish for the same aggregate queue up here until the first has ended: ids
   * are drawn before a commit, and without the lock a later commit could carry an earlier id, which
   * a relay that has gone by would send out of order.
   *
   * <p>The event's time is read from the database's clock, behind the lock on the table and behind
   * the queue: so it follows the order of the aggregate's events, and {@link #horizon} can tell
   * below which time nothing will be added any more, whatever the clocks of our processes say.
   *
   * @return those times, in the order of the rows
   */
  static List<Instant> insert(Handle handle, List<NewRow> rows) {
    // Each write of every module comes by here: JDBI's binding took longer than the statement.
    Connection connection = handle.getConnection();
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      Array aggregates = texts(connection, rows, NewRow::aggregateId);
      Object[] ids = rows.stream().map(NewRow::eventId).toArray();
      Short[] buckets = rows.stream().map(row -> bucketOf(row.aggregateId())).toArray(Short[]::new);
      insert.setArray(1, aggregates);
      insert.setArray(2, connection.createArrayOf("uuid", ids));
      insert.setArray(3, connection.createArrayOf("int2", buckets));
      insert.setArray(4, aggregates);
      insert.setArray(5, texts(connection, rows, NewRow::type));
      insert.setArray(6, texts(connection, rows, row -> Topics.ofType(row.type())));
      insert.setArray(7, texts(connection, rows, NewRow::data));
      List<Instant> times = new ArrayList<>();
      try (ResultSet inserted = insert.executeQuery()) {
        while (inserted.next()) {
          times.add(inserted.getObject(1, OffsetDateTime.class).toInstant());
        }
      }
      return times;
    } catch (SQLException e) {
      throw new UnableToExecuteStatementException(e, null);
    }
  }

  /** An array of strings the driver sends as it is; others as one text, quoted and parsed. */
  private static Array texts(
      Connection connection, List<NewRow> rows, Function<NewRow, String> column)
      throws SQLException {
    return connection.createArrayOf("text", rows.stream().map(column).toArray(String[]::new));
  }

  /**
   * Takes the buckets that have something to relay and that no other relay holds. What they contain
   * must be read by a later statement, which sees what the previous holder committed.
   */
  static List<Bucket> claim(Handle handle) {
    return handle
        .createQuery(
            """
            WITH waiting AS MATERIALIZED (
              SELECT b.bucket FROM outbox_bucket b
              WHERE EXISTS (
                SELECT 1 FROM outbox o WHERE o.bucket = b.bucket AND o.parked_at IS NULL)
            ), claimed AS MATERIALIZED (
              SELECT bucket FROM outbox_bucket
              WHERE bucket IN (SELECT bucket FROM waiting)
              FOR UPDATE SKIP LOCKED
            )
            SELECT w.bucket, c.bucket IS NOT NULL AS claimed, EXISTS (
                SELECT 1 FROM outbox p WHERE p.bucket = w.bucket AND p.parked_at IS NOT NULL
              ) AS parked
            FROM waiting w LEFT JOIN claimed c ON c.bucket = w.bucket
            """)
        .map(
            (row, context) ->
                new Bucket(
                    row.getShort("bucket"), row.getBoolean("claimed"), row.getBoolean("parked")))
        .list();
  }

  /** The oldest events that wait in these buckets, in order. */
  static List<Row> read(Handle handle, Collection<Short> buckets, int limit) {
    return handle
        .createQuery(
            """
            SELECT id, event_id, bucket, aggregate_id, type, time, CAST(data AS text) AS data
            FROM outbox
            WHERE bucket = ANY (CAST(:buckets AS smallint[])) AND parked_at IS NULL
            ORDER BY id
            LIMIT :limit
            """)
        .bind("buckets", array(buckets))
        .bind("limit", limit)
        .map(
            (row, context) ->
                new Row(
                    row.getLong("id"),
                    row.getString("event_id"),
                    row.getShort("bucket"),
                    row.getString("aggregate_id"),
                    row.getString("type"),
                    row.getTimestamp("time").toInstant(),
                    row.getString("data")))
        .list();
  }

  static void delete(Handle handle, Collection<Long> ids) {
    handle
        .createUpdate("DELETE FROM outbox WHERE id = ANY (CAST(:ids AS bigint[]))")
        .bind("ids", array(ids))
        .execute();
  }

  /** Counts an attempt that failed for the event's own fault; says how many there were. */
  static int countAttempt(Handle handle, long id) {
    return handle
        .createQuery("UPDATE outbox SET attempts = attempts + 1 WHERE id = :id RETURNING attempts")
        .bind("id", id)
        .mapTo(Integer.class)
        .one();
  }

  /** Parks everything of an aggregate. The caller holds its bucket. */
  static int park(Handle handle, short bucket, String aggregateId, String reason) {
    return handle
        .createUpdate(
            """
            UPDATE outbox SET parked_at = now(), park_reason = :reason
            WHERE bucket = :bucket AND aggregate_id = :aggregateId AND parked_at IS NULL
            """)
        .bind("reason", reason)
        .bind("bucket", bucket)
        .bind("aggregateId", aggregateId)
        .execute();
  }

  static Set<String> parkedAggregates(Handle handle, Collection<Short> buckets) {
    return handle
        .createQuery(
            """
            SELECT DISTINCT aggregate_id FROM outbox
            WHERE bucket = ANY (CAST(:buckets AS smallint[])) AND parked_at IS NOT NULL
            """)
        .bind("buckets", array(buckets))
        .mapTo(String.class)
        .set();
  }

  static List<Relay.Parked> parked(Handle handle) {
    return handle
        .createQuery(
            """
            SELECT aggregate_id, min(parked_at) AS since, count(*) AS events,
              (array_agg(type ORDER BY id))[1] AS type,
              (array_agg(park_reason ORDER BY id))[1] AS reason
            FROM outbox WHERE parked_at IS NOT NULL
            GROUP BY aggregate_id ORDER BY since, aggregate_id
            """)
        .map(
            (row, context) ->
                new Relay.Parked(
                    row.getString("aggregate_id"),
                    row.getTimestamp("since").toInstant(),
                    row.getLong("events"),
                    row.getString("type"),
                    row.getString("reason")))
        .list();
  }

  /** Waits for the relay that holds an aggregate's bucket, and keeps it. */
  private static short hold(Handle handle, String aggregateId) {
    return handle
        .createQuery("SELECT bucket FROM outbox_bucket WHERE bucket = :bucket FOR UPDATE")
        .bind("bucket", bucketOf(aggregateId))
        .mapTo(Short.class)
        .one();
  }

  /** Gives up the event that a parked aggregate stopped at; what is behind it goes on. */
  static Optional<Relay.Discarded> discard(
      Handle handle, String aggregateId, String by, String reason) {
    short bucket = hold(handle, aggregateId);
    Optional<Relay.Discarded> discarded =
        handle
            .createQuery(
                """
                WITH first AS (
                  DELETE FROM outbox WHERE id = (
                    SELECT min(id) FROM outbox
                    WHERE bucket = :bucket AND aggregate_id = :aggregateId
                      AND parked_at IS NOT NULL)
                  RETURNING event_id, aggregate_id, type, time, park_reason
                )
                INSERT INTO outbox_discarded
                  (event_id, aggregate_id, type, time, park_reason, discarded_by, reason)
                SELECT event_id, aggregate_id, type, time, park_reason, :by, :reason FROM first
                RETURNING event_id, aggregate_id, type, discarded_at, discarded_by, reason
                """)
            .bind("bucket", bucket)
            .bind("aggregateId", aggregateId)
            .bind("by", by)
            .bind("reason", reason)
            .map((row, context) -> discarded(row))
            .findOne();
    discarded.ifPresent(one -> release(handle, aggregateId));
    return discarded;
  }

  private static Relay.Discarded discarded(ResultSet row) throws SQLException {
    return new Relay.Discarded(
        row.getString("event_id"),
        row.getString("aggregate_id"),
        row.getString("type"),
        row.getTimestamp("discarded_at").toInstant(),
        row.getString("discarded_by"),
        row.getString("reason"));
  }

  /** What was given up last, the newest first. */
  static List<Relay.Discarded> discarded(Handle handle, int limit) {
    return handle
        .createQuery(
            """
            SELECT event_id, aggregate_id, type, discarded_at, discarded_by, reason
            FROM outbox_discarded ORDER BY discarded_at DESC, event_id LIMIT :limit
            """)
        .bind("limit", limit)
        .map((row, context) -> discarded(row))
        .list();
  }

  /** Lets a parked aggregate go on, with its first event. Waits for the relay that holds it. */
  static int release(Handle handle, String aggregateId) {
    short bucket = hold(handle, aggregateId);
    return handle
        .createUpdate(
            """
            UPDATE outbox SET parked_at = NULL, park_reason = NULL, attempts = 0
            WHERE bucket = :bucket AND aggregate_id = :aggregateId AND parked_at IS NOT NULL
            """)
        .bind("bucket", bucket)
        .bind("aggregateId", aggregateId)
        .execute();
  }

  static Relay.Pending pending(Handle handle) {
    return handle
        .createQuery(
            """
            SELECT
              count(*) FILTER (WHERE parked_at IS NULL) AS waiting,
              coalesce(extract(epoch FROM
                clock_timestamp() - min(time) FILTER (WHERE parked_at IS NULL)), 0) AS age,
              count(*) FILTER (WHERE parked_at IS NOT NULL) AS parked
            FROM outbox
            """)
        .map(
            (row, context) ->
                new Relay.Pending(
                    row.getLong("waiting"),
                    row.getLong("parked"),
                    Duration.ofMillis(Math.max(0, (long) (row.getDouble("age") * 1000)))))
        .one();
  }

  /**
   * Takes the turn to tell a watermark, if none was told in this beat of the clock and no other
   * relay has the turn: says when, by the database's clock.
   */
  static Optional<Turn> takeTurn(Handle handle, Duration beat) {
    return handle
        .createQuery(
            """
            SELECT told, clock_timestamp() AS now FROM outbox_watermark
            WHERE told < to_timestamp(
              floor(extract(epoch FROM clock_timestamp()) / :beat) * :beat)
            FOR UPDATE SKIP LOCKED
            """)
        .bind("beat", beat.toMillis() / 1000.0)
        .map(
            (row, context) ->
                new Turn(row.getTimestamp("told").toInstant(), row.getTimestamp("now").toInstant()))
        .findOne();
  }

  /**
   * @param told the watermark that was told last
   * @param now the time when the turn was taken
   */
  record Turn(Instant told, Instant now) {}

  /**
   * The time before which nothing will be published any more. An open transaction that may have
   * published, or may be about to, holds a lock on the outbox from before its event's time was
   * read; its own start is earlier still. To be asked after {@code now} was read, and before {@link
   * #oldest}: what committed in between is then seen there.
   *
   * @param now no later than this
   */
  static Instant horizon(Handle handle, Instant now) {
    return handle
        .createQuery(
            """
            SELECT min(coalesce(a.xact_start, to_timestamp(0)))
            FROM pg_locks l LEFT JOIN pg_stat_activity a ON a.pid = l.pid
            WHERE l.locktype = 'relation'
              AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
              AND l.relation = CAST('outbox' AS regclass)
              AND l.mode = 'RowExclusiveLock'
              AND l.pid IS DISTINCT FROM pg_backend_pid()
            """)
        .mapTo(Instant.class)
        .findOne()
        .filter(start -> start.isBefore(now))
        .orElse(now);
  }

  /** The time of the oldest event that is not known to be in Kafka, parked ones included. */
  static Optional<Instant> oldest(Handle handle) {
    return handle.createQuery("SELECT min(time) FROM outbox").mapTo(Instant.class).findOne();
  }

  static void told(Handle handle, Instant watermark) {
    handle
        .createUpdate("UPDATE outbox_watermark SET told = :watermark")
        .bind("watermark", watermark)
        .execute();
  }

  private static String array(Collection<? extends Number> values) {
    return values.stream().map(Number::toString).collect(Collectors.joining(",", "{", "}"));
  }
}
