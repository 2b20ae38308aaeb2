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

/** SQL of deliveries about people. */
interface PersonalDeliveryDao {

  /**
   * Deliveries that name somebody, and those that name a customer whom one of these names, too: the
   * provider's id of them, without an address. In their order, in which they are locked.
   */
  @SqlQuery(
      """
      WITH named AS (
        SELECT DISTINCT delivery_id FROM delivery_person WHERE person_hash IN (<hashes>)
      )
      SELECT delivery_id FROM named
      UNION
      SELECT other.delivery_id
      FROM delivery_person known
        JOIN named ON named.delivery_id = known.delivery_id
        JOIN delivery_person other ON other.person_hash = known.person_hash
      WHERE known.is_customer
      ORDER BY delivery_id
      """)
  List<UUID> named(@BindList("hashes") List<byte[]> hashes);

  /**
   * Newest first, after the given position.
   *
   * @param emails a delivery that names another address, too, is left out: it is also about
   *     somebody else
   */
  @SqlQuery(
      """
      SELECT id, source, topic, state, received_at, body
      FROM delivery d
      WHERE (lane = ANY(:lanes)
             OR id = ANY(:named)
             AND NOT EXISTS (
               SELECT FROM delivery_person p
               WHERE p.delivery_id = d.id AND p.is_email AND p.person_hash <> ALL(:emails)))
        AND body IS NOT NULL AND (received_at, id) < (:createdAt, :id)
      ORDER BY received_at DESC, id DESC
      LIMIT :limit
      """)
  @RegisterConstructorMapper(KeptRow.class)
  List<KeptRow> list(
      @Bind("lanes") String[] lanes,
      @Bind("named") UUID[] named,
      @Bind("emails") byte[][] emails,
      @BindMethods Cursor after,
      @Bind("limit") int limit);

  @SqlQuery(
      """
      SELECT count(*) FROM delivery
      WHERE (lane = ANY(:lanes) OR id = ANY(:named)) AND body IS NOT NULL
      """)
  int count(@Bind("lanes") String[] lanes, @Bind("named") UUID[] named);

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
      WHERE (lane = ANY(:lanes) OR id = ANY(:named)) AND state NOT IN ('PROCESSED', 'DEAD')
      """)
  void eraseLater(@Bind("lanes") String[] lanes, @Bind("named") UUID[] named);

  /** An order's lane names nobody; another one goes with the body, and so does who is named. */
  // Comes after eraseLater, which waits for what is in a worker's hand: that may be done now.
  @SqlUpdate(
      """
      WITH erased AS (
        UPDATE delivery
        SET body = NULL, headers = NULL,
            lane = CASE WHEN lane LIKE 'shopify:order:%' THEN lane END
        WHERE (lane = ANY(:lanes) OR id = ANY(:named))
          AND body IS NOT NULL AND state IN ('PROCESSED', 'DEAD')
        RETURNING id
      )
      DELETE FROM delivery_person p USING erased WHERE p.delivery_id = erased.id
      """)
  void erase(@Bind("lanes") String[] lanes, @Bind("named") UUID[] named);

  /**
   * A delivery whose body is kept.
   *
   * @param body encrypted
   */
  @SuppressWarnings("ArrayRecordComponent") // bytes on their way; never compared
  record KeptRow(
      UUID id, String source, String topic, DeliveryState state, Instant receivedAt, byte[] body) {}
}
