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
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/**
 * SQL to write, claim, read and delete events of the outbox. Every method works in the caller's
 * transaction. Parked events have {@link ParkedEvents}, watermarks {@link OutboxWatermark}.
 */
final class Outbox {

  static final int BUCKETS = 16;

  // The locks are taken in one order, so that two transactions for the same aggregates do not
  // deadlock, and before the first row is inserted.
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

  /** An event that is not sent yet. */
  record Row(
      long id,
      String eventId,
      short bucket,
      String aggregateId,
      String type,
      Instant time,
      String data) {}

  /**
   * A bucket with events that are not sent yet.
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
   * the queue: so it follows the order of the aggregate's events, and {@link
   * OutboxWatermark#horizon} can tell below which time nothing will be added any more, whatever the
   * clocks of our processes say.
   *
   * @return those times, in the order of the rows
   */
  static List<Instant> insert(Handle handle, List<NewRow> rows) {
    // Every write of every module uses this: JDBI's binding took longer than the statement.
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
   * Claims the buckets that have events to send and that no other relay holds. Their events must be
   * read by a later statement, which sees what the previous holder committed.
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

  /** The oldest unsent events of these buckets, in order. */
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

  /** Counts a failed attempt that was the event's own fault; returns how many there were. */
  static int countAttempt(Handle handle, long id) {
    return handle
        .createQuery("UPDATE outbox SET attempts = attempts + 1 WHERE id = :id RETURNING attempts")
        .bind("id", id)
        .mapTo(Integer.class)
        .one();
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

  static String array(Collection<? extends Number> values) {
    return values.stream().map(Number::toString).collect(Collectors.joining(",", "{", "}"));
  }
}
