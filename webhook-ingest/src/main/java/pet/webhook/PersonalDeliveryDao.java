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
  @SqlBatch("INSERT INTO erased_lane (lane) VALUES (:lane) ON CONFLICT DO NOTHING")
  void mark(@Bind("lane") List<String> lanes);

  /** What is processed loses its body now; what is not, as soon as it is. */
  // Waits for a delivery in a worker's hand, and then sees it as the worker left it.
  @SqlUpdate(
      """
      UPDATE delivery
      SET to_be_erased = true, body = CASE WHEN state IN ('PROCESSED', 'DEAD') THEN NULL ELSE body END
      WHERE lane IN (<lanes>) AND body IS NOT NULL
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
