package pet.webhook;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import pet.domain.Cursor;

/** SQL of replays. */
interface ReplayDao {

  /** What can be replayed: a delivery with a body that is not PENDING anyhow. */
  String REPLAYABLE = " d.body IS NOT NULL AND d.state <> 'PENDING' ";

  /** A replayed delivery is due now, with no failed attempts; the past is in its history. */
  String AGAIN =
      """
      , again AS (
        UPDATE delivery d
        SET state = 'PENDING', reason = NULL, attempts = 0, due_at = clock_timestamp(),
            processed_at = NULL, replayed_at = clock_timestamp()
        FROM taken WHERE d.seq = taken.seq
      ), noted AS (
        INSERT INTO delivery_history (delivery_id, what, reason, actor, replay_id)
        SELECT id, 'REPLAYED',
            concat_ws('; ', 'was ' || state || coalesce(': ' || reason, ''), CAST(:note AS text)),
            :by, CAST(:replay AS uuid)
        FROM taken ORDER BY seq
      )
      """;

  String COLUMNS =
      """
       id, requested_by, requested_at, note, status, source, topic, since AS "from",
          until AS "to", matched, replayed, finished_at
      """;

  /**
   * Begins a replay: what arrives from now on is none of it. The deliveries themselves are only
   * counted.
   */
  @SqlUpdate(
      """
      INSERT INTO replay (id, requested_by, note, status, source, topic, since, until, position,
          last, matched)
      SELECT :id, :by, :note, :filter.status, :filter.source, :filter.topic, :filter.from,
          :filter.to, coalesce(min(d.seq) - 1, 0), coalesce(max(d.seq), 0), count(*)
      FROM delivery d
      WHERE
      """
          + DeliveryFilter.SQL
          + " AND "
          + REPLAYABLE)
  void begin(
      @Bind("id") UUID id,
      @Bind("by") String by,
      @Bind("note") String note,
      @BindMethods("filter") DeliveryFilter filter);

  /** Claims the oldest unfinished replay, or this one, unless another process has it. */
  @SqlQuery(
      """
      SELECT id, requested_by, note, status, source, topic, since, until, position, last
      FROM replay
      WHERE finished_at IS NULL AND (CAST(:id AS uuid) IS NULL OR id = :id)
      ORDER BY requested_at
      LIMIT 1
      FOR UPDATE SKIP LOCKED
      """)
  @RegisterConstructorMapper(UnfinishedReplay.class)
  Optional<UnfinishedReplay> claim(@Bind("id") UUID id);

  /**
   * Replays the next deliveries of a replay. Those that a worker is processing are skipped.
   *
   * @return the last one's place in the log, or 0 if there are no more; and how many there were
   */
  @SqlQuery(
      """
      WITH taken AS MATERIALIZED (
        SELECT d.seq, d.id, d.state, d.reason
        FROM delivery d
        WHERE d.seq > :position AND d.seq <= :last AND
      """
          + DeliveryFilter.SQL
          + " AND "
          + REPLAYABLE
          + """
        ORDER BY d.seq
        LIMIT :limit
        FOR UPDATE SKIP LOCKED
      )
      """
          + AGAIN
          + "SELECT coalesce(max(seq), 0) AS position, count(*) AS count FROM taken")
  @RegisterConstructorMapper(Batch.class)
  Batch replay(
      @Bind("replay") UUID replay,
      @Bind("by") String by,
      @Bind("note") String note,
      @BindMethods("filter") DeliveryFilter filter,
      @Bind("position") long position,
      @Bind("last") long last,
      @Bind("limit") int limit);

  /**
   * Replays one delivery; waits for a worker that is processing it.
   *
   * @return how many: 0 if it is PENDING, has no body, or is not there
   */
  @SqlQuery(
      """
      WITH taken AS MATERIALIZED (
        SELECT d.seq, d.id, d.state, d.reason
        FROM delivery d
        WHERE d.id = :id AND
      """
          + REPLAYABLE
          + " FOR UPDATE)"
          + AGAIN
          + "SELECT count(*) FROM taken")
  int replayOne(
      @Bind("id") UUID id,
      @Bind("by") String by,
      @Bind("note") String note,
      @Bind("replay") UUID noReplay);

  @SqlUpdate(
      """
      UPDATE replay
      SET position = :position, replayed = replayed + :count,
          finished_at = CASE WHEN :finished THEN clock_timestamp() END
      WHERE id = :id
      """)
  void advance(
      @Bind("id") UUID id,
      @Bind("position") long position,
      @Bind("count") long count,
      @Bind("finished") boolean finished);

  @SqlQuery("SELECT " + COLUMNS + " FROM replay WHERE id = :id")
  @RegisterConstructorMapper(ReplayView.class)
  Optional<ReplayView> find(@Bind("id") UUID id);

  /** Newest first, after the given position. */
  @SqlQuery(
      "SELECT "
          + COLUMNS
          + """
       FROM replay
      WHERE (requested_at, id) < (:createdAt, :id)
      ORDER BY requested_at DESC, id DESC
      LIMIT :limit
      """)
  @RegisterConstructorMapper(ReplayView.class)
  List<ReplayView> list(@BindMethods Cursor after, @Bind("limit") int limit);

  /** The result of one batch. */
  record Batch(long position, long count) {}
}
