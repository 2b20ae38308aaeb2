package pet.order;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import pet.domain.Cursor;

/** Which generation of its links leads to an order, and who made and revoked them. */
interface TrackingDao {

  @SqlQuery("SELECT tracking_generation FROM orders WHERE id = :orderId")
  Optional<Integer> generation(UUID orderId);

  /** Once for each link and each who made it. */
  @SqlUpdate(
      """
      INSERT INTO order_tracking_link (order_id, what, at, changed_by, generation, expires_at)
      VALUES (:orderId, 'MADE', :at, :by, :generation, :expiresAt)
      ON CONFLICT DO NOTHING
      """)
  void made(UUID orderId, Instant at, String by, int generation, Instant expiresAt);

  @SqlUpdate(
      """
      WITH revoked AS (
        UPDATE orders SET tracking_generation = tracking_generation + 1 WHERE id = :orderId
        RETURNING tracking_generation - 1 AS generation)
      INSERT INTO order_tracking_link (order_id, what, at, changed_by, generation)
      SELECT :orderId, 'REVOKED', :at, :by, generation FROM revoked
      """)
  void revoke(UUID orderId, Instant at, String by);

  /** Newest first, from behind a place on. */
  @SqlQuery(
      """
      SELECT id, what, at, changed_by AS by, generation, expires_at FROM order_tracking_link
      WHERE order_id = :orderId AND (at, id) < (:createdAt, :id)
      ORDER BY at DESC, id DESC
      LIMIT :limit
      """)
  @RegisterConstructorMapper(LinkRow.class)
  List<LinkRow> list(UUID orderId, @BindMethods Cursor after, int limit);

  /** A row of {@code order_tracking_link}. */
  record LinkRow(UUID id, String what, Instant at, String by, int generation, Instant expiresAt) {}
}
