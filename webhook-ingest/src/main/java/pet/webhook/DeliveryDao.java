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

/** The delivery log as operators read it. Times are the database's, as in {@link DeliveryRows}. */
interface DeliveryDao {

  String VIEW =
      """
       id, source, shop, topic, webhook_id, event_id, api_version, triggered_at, lane,
          resource_updated_at, state AS status, reason, attempts, received_at,
          CASE WHEN processed_at IS NULL THEN due_at END AS due_at, processed_at
      """;

  /**
   * Makes deliveries due that failed for one reason, such as a module that was away and is back.
   */
  // Spread over a few seconds, because the module has just come up. Rows that a worker has are
  // skipped.
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

  @SqlQuery("SELECT " + VIEW + " FROM delivery d WHERE id = :id")
  @RegisterConstructorMapper(DeliveryView.class)
  Optional<DeliveryView> find(@Bind("id") UUID id);

  /** The parts of a delivery that its view does not have. */
  @SqlQuery("SELECT secret, headers, body IS NOT NULL AS body FROM delivery WHERE id = :id")
  @RegisterConstructorMapper(Kept.class)
  Optional<Kept> kept(@Bind("id") UUID id);

  /** Newest first, after the given position. */
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
