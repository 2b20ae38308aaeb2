package pet.webhook;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.customizer.BindList;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlBatch;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import pet.domain.Cursor;

/** What deliveries tell of people. */
interface PersonalDeliveryDao {

  /** Newest first, from behind a place on. */
  @SqlQuery(
      """
      SELECT id, source, topic, state, received_at, body
      FROM delivery
      WHERE lane IN (<lanes>) AND body IS NOT NULL AND (received_at, id) < (:createdAt, :id)
      ORDER BY received_at DESC, id DESC
      LIMIT :limit
      """)
  @RegisterConstructorMapper(KeptRow.class)
  List<KeptRow> list(
      @BindList("lanes") List<String> lanes, @BindMethods Cursor after, @Bind("limit") int limit);

  /** From now on, what is delivered in the lanes is erased once it is processed. */
  @SqlBatch(
      """
      INSERT INTO erased_lane (lane_hash) VALUES (sha256(convert_to(:lane, 'UTF8')))
      ON CONFLICT DO NOTHING
      """)
  void mark(@Bind("lane") List<String> lanes);

  /** What is not processed yet is erased as soon as it is: see {@link DeliveryDao#finish}. */
  @SqlUpdate(
      """
      UPDATE delivery SET to_be_erased = true
      WHERE lane IN (<lanes>) AND state NOT IN ('PROCESSED', 'DEAD')
      """)
  void eraseLater(@BindList("lanes") List<String> lanes);

  /** An order's lane names nobody; another one goes with the body. */
  // Comes after eraseLater, which waits for what is in a worker's hand: that may be done now.
  @SqlUpdate(
      """
      UPDATE delivery
      SET body = NULL, lane = CASE WHEN lane LIKE 'shopify:order:%' THEN lane END
      WHERE lane IN (<lanes>) AND body IS NOT NULL AND state IN ('PROCESSED', 'DEAD')
      """)
  void erase(@BindList("lanes") List<String> lanes);

  /**
   * A delivery whose body is kept.
   *
   * @param body encrypted
   */
  @SuppressWarnings("ArrayRecordComponent") // bytes on their way; never compared
  record KeptRow(
      UUID id, String source, String topic, DeliveryState state, Instant receivedAt, byte[] body) {}
}
