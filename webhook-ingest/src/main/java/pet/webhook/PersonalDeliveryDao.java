package pet.webhook;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.customizer.BindList;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
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

  /** One that is there already stays as it is, under whichever key. */
  @SqlUpdate(
      """
      INSERT INTO erased_lane (lane_hash, lane_cipher)
      SELECT :hash, :cipher WHERE NOT EXISTS (SELECT FROM erased_lane WHERE lane_hash IN (<known>))
      """)
  void mark(
      @Bind("hash") byte[] hash,
      @Bind("cipher") byte[] cipher,
      @BindList("known") List<byte[]> known);

  /** What is not processed yet is erased as soon as it is: see {@link DeliveryRows#processed}. */
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
