package pet.messaging;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The SQL of watermarks: below which time nothing will be published any more. Every method works in
 * the caller's transaction.
 */
final class OutboxWatermark {

  private OutboxWatermark() {}

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
}
