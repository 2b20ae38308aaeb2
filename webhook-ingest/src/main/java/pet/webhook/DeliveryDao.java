package pet.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.customizer.BindList;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import pet.domain.Cursor;

/** The delivery log. Times are the database's, so that replicas' clocks need not agree. */
interface DeliveryDao {

  String VIEW =
      """
       id, source, shop, topic, webhook_id, event_id, api_version, triggered_at, lane,
          resource_updated_at, state AS status, reason, attempts, received_at,
          CASE WHEN processed_at IS NULL THEN due_at END AS due_at, processed_at
      """;

  /**
   * Takes the first due delivery that nobody stands before in its lane, and keeps it for as long as
   * the transaction lasts.
   */
  // READ COMMITTED, so the snapshot is this statement's own. Whoever is seen as unfinished before a
  // row blocks it, be it in another worker's hand or not: a lane's second row becomes visible as
  // its
  // head only in a snapshot taken after the first one's transaction committed. If the head itself
  // was changed between snapshot and lock, PostgreSQL looks at its new version again, and a
  // finished
  // or postponed one drops out. What this cannot exclude is two heads: a row with a lower seq that
  // commits late, a replayed one, or a WAITING one that comes up by itself. lockLane() takes care
  // of
  // those.
  // FOR UPDATE locks only what LIMIT lets through, so a claim costs one row lock.
  @SqlQuery(
      """
      SELECT d.id, d.source, d.topic, d.lane, d.body, d.attempts, d.state, d.first_processed_at,
          (extract(epoch FROM now() - coalesce(d.replayed_at, d.received_at)) * 1000)::bigint AS age_millis
      FROM delivery d
      WHERE d.state IN ('PENDING', 'RETRYING', 'WAITING')
        AND d.due_at <= now()
        AND NOT EXISTS (
          SELECT FROM delivery e
          WHERE e.lane = d.lane AND e.seq < d.seq AND e.state IN ('PENDING', 'RETRYING'))
      ORDER BY d.due_at, d.seq
      LIMIT 1
      FOR UPDATE OF d SKIP LOCKED
      """)
  @RegisterConstructorMapper(ClaimedDelivery.class)
  Optional<ClaimedDelivery> claim();

  /**
   * Waits until nobody else works on the lane, and keeps it until the transaction ends.
   *
   * <p>It also closes the gap between "there is no such order" and WAITING: the create's {@link
   * #release} runs under the same lock, in a snapshot taken after it, so it sees every WAITING that
   * was decided before it. PostgreSQL lets go of advisory locks only after the commit is visible.
   */
  // The timeout frees a lane whose worker vanished without closing its connection: a report takes 5
  // seconds at most, retries included well under 30.
  @SqlQuery(
      """
      SELECT set_config('idle_in_transaction_session_timeout', '30s', true)
        || pg_advisory_xact_lock(hashtextextended('webhook.lane:' || :lane, 0))::text
      """)
  String lockLane(@Bind("lane") String lane);

  /**
   * Ends a delivery. Where its person was erased, nobody needs the body any more, nor its headers,
   * nor a lane that names them.
   *
   * @param told when its event says that it was processed; null where there is none
   * @param lagMillis as that event says; kept for whoever counts
   */
  @SqlUpdate(
      """
      UPDATE delivery
      SET state = :state, reason = :reason, attempts = :attempts,
          processed_at = clock_timestamp(),
          first_processed_at =
            CASE WHEN :state = 'PROCESSED' THEN coalesce(first_processed_at, :told)
              ELSE first_processed_at END,
          lag_millis =
            CASE WHEN :state = 'PROCESSED' THEN coalesce(lag_millis, :lagMillis) ELSE lag_millis END,
          body = CASE WHEN to_be_erased THEN NULL ELSE body END,
          headers = CASE WHEN to_be_erased THEN NULL ELSE headers END,
          lane = CASE WHEN to_be_erased AND lane NOT LIKE 'shopify:order:%' THEN NULL ELSE lane END
      WHERE id = :id
      """)
  void finish(
      @Bind("id") UUID id,
      @Bind("state") DeliveryState state,
      @Bind("reason") String reason,
      @Bind("attempts") int attempts,
      @Bind("told") Instant told,
      @Bind("lagMillis") long lagMillis);

  /**
   * Puts a delivery into its lane, where it takes its turn. A lane that was erased erases it, too.
   *
   * @param hashes as which the lane may be kept where it is erased
   * @return how many: one
   */
  @SqlUpdate(
      """
      UPDATE delivery
      SET lane = :lane, state = 'PENDING', reason = NULL, due_at = clock_timestamp(),
          to_be_erased = to_be_erased OR EXISTS (
            SELECT FROM erased_lane WHERE lane_hash IN (<hashes>))
      WHERE id = :id
      """)
  int moveTo(
      @Bind("id") UUID id, @Bind("lane") String lane, @BindList("hashes") List<byte[]> hashes);

  /** Puts a delivery off. */
  @SqlUpdate(
      """
      UPDATE delivery
      SET state = :state, reason = :reason, attempts = :attempts,
          due_at = clock_timestamp() + :delay
      WHERE id = :id
      """)
  void postpone(
      @Bind("id") UUID id,
      @Bind("state") DeliveryState state,
      @Bind("reason") String reason,
      @Bind("attempts") int attempts,
      @Bind("delay") Duration delay);

  /** The order exists now: what waited for it is due, before what came after. */
  @SqlUpdate(
      """
      UPDATE delivery
      SET state = 'PENDING', reason = NULL, due_at = clock_timestamp()
      WHERE lane = :lane AND state = 'WAITING'
      """)
  int release(@Bind("lane") String lane);

  /** Makes due what failed for one reason, such as a neighbour that is back. */
  // Spread over a few seconds: it has just come up. Rows in a worker's hand are left to it.
  @SqlUpdate(
      """
      UPDATE delivery
      SET due_at = clock_timestamp() + random() * interval '2 seconds'
      WHERE id IN (
        SELECT id FROM delivery
        WHERE state = 'RETRYING' AND reason = :reason AND due_at > now() + interval '2 seconds'
        FOR UPDATE SKIP LOCKED)
      """)
  int hasten(@Bind("reason") String reason);

  /**
   * For how many seconds the delivery that could be done for longest has not been. One that is to
   * be tried again later could not, nor could what stands behind it in its lane.
   */
  @SqlQuery(
      """
      SELECT coalesce(extract(epoch FROM now() - min(d.due_at)), 0)::float8
      FROM delivery d
      WHERE d.state IN ('PENDING', 'RETRYING') AND d.due_at <= now()
        AND NOT EXISTS (
          SELECT FROM delivery e
          WHERE e.lane = d.lane AND e.seq < d.seq AND e.state = 'RETRYING' AND e.due_at > now())
      """)
  double oldestUnprocessedSeconds();

  @SqlQuery("SELECT " + VIEW + " FROM delivery d WHERE id = :id")
  @RegisterConstructorMapper(DeliveryView.class)
  Optional<DeliveryView> find(@Bind("id") UUID id);

  /** What is kept of a delivery beside its view. */
  @SqlQuery("SELECT secret, headers, body IS NOT NULL AS body FROM delivery WHERE id = :id")
  @RegisterConstructorMapper(Kept.class)
  Optional<Kept> kept(@Bind("id") UUID id);

  /** Newest first, from behind a place on. */
  // A rare topic is looked for along the times of arrival: staff give a span, and an index more
  // would cost every delivery.
  @SqlQuery(
      "SELECT "
          + VIEW
          + " FROM delivery d WHERE (d.received_at, d.id) < (:createdAt, :id) AND "
          + DeliveryFilter.SQL
          + " ORDER BY d.received_at DESC, d.id DESC LIMIT :limit")
  @RegisterConstructorMapper(DeliveryView.class)
  List<DeliveryView> list(
      @BindMethods("filter") DeliveryFilter filter,
      @BindMethods Cursor after,
      @Bind("limit") int limit);

  /**
   * Evidence of a delivery.
   *
   * @param secret null if it is not known
   * @param headers as JSON, encrypted; null if they are not kept any more
   * @param body whether it is kept
   */
  @SuppressWarnings("ArrayRecordComponent") // bytes on their way; never compared
  record Kept(Integer secret, byte[] headers, boolean body) {}
}
