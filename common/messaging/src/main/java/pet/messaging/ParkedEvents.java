package pet.messaging;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * SQL to park an aggregate whose event cannot be sent, to release it, or to discard that event.
 * Every method works in the caller's transaction.
 */
final class ParkedEvents {

  private ParkedEvents() {}

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
        .bind("buckets", Outbox.array(buckets))
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

  /** Locks an aggregate's bucket; waits for a relay that holds it. */
  private static short hold(Handle handle, String aggregateId) {
    return handle
        .createQuery("SELECT bucket FROM outbox_bucket WHERE bucket = :bucket FOR UPDATE")
        .bind("bucket", Outbox.bucketOf(aggregateId))
        .mapTo(Short.class)
        .one();
  }

  /** Discards the event at which an aggregate is parked, and releases those behind it. */
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

  /** The latest discarded events, newest first. */
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
}
