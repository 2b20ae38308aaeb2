package pet.webhook;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** What befell deliveries on their way. */
interface HistoryDao {

  /**
   * Notes what befell a delivery.
   *
   * @param at null for now
   */
  @SqlUpdate(
      """
      INSERT INTO delivery_history (delivery_id, what, reason, at)
      VALUES (:id, :what, :reason, coalesce(:at, clock_timestamp()))
      """)
  void note(
      @Bind("id") UUID id,
      @Bind("what") DeliveryState what,
      @Bind("reason") String reason,
      @Bind("at") Instant at);

  /** Oldest first. */
  @SqlQuery(
      """
      SELECT at, what, reason, actor AS by, replay_id
      FROM delivery_history
      WHERE delivery_id = :id
      ORDER BY id
      LIMIT 1000
      """)
  @RegisterConstructorMapper(Entry.class)
  List<Entry> of(@Bind("id") UUID id);

  /**
   * Something that befell a delivery.
   *
   * @param what a state that it came into, or {@code REPLAYED}
   * @param reason why; for a replay, what it was before and the note of who asked for it; else null
   * @param by who asked for the replay; null where the worker did it
   * @param replayId of the replay of many that it was one of; else null
   */
  record Entry(Instant at, String what, String reason, String by, UUID replayId) {}
}
