package pet.order;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Lines whose price is to be checked. */
interface PriceCheckDao {

  @SqlQuery(
      """
      SELECT i.order_id, i.position, i.price, o.currency, o.taxes_included, i.design_id,
             i.design_revision
      FROM order_item i JOIN orders o ON o.id = i.order_id
      WHERE i.price_check = 'PENDING'
        AND (i.price_checked_at IS NULL OR i.price_checked_at < :triedBefore)
      ORDER BY i.price_checked_at NULLS FIRST
      LIMIT :limit
      """)
  @RegisterConstructorMapper(Unchecked.class)
  List<Unchecked> unchecked(Instant triedBefore, int limit);

  /** Returns 0 if another replica was first, or the price has changed since. */
  @SqlUpdate(
      """
      UPDATE order_item SET price_check = :result, price_checked_at = :now
      WHERE order_id = :orderId AND position = :position AND price = :price
        AND price_check = 'PENDING'
      """)
  int checked(UUID orderId, int position, long price, String result, Instant now);

  @SqlUpdate(
      """
      UPDATE order_item SET price_checked_at = :now
      WHERE order_id = :orderId AND position = :position
      """)
  void tried(UUID orderId, int position, Instant now);

  @SqlUpdate("UPDATE orders SET version = version + 1 WHERE id = :orderId")
  void countVersion(UUID orderId);

  record Unchecked(
      UUID orderId,
      int position,
      long price,
      String currency,
      boolean taxesIncluded,
      String designId,
      int designRevision) {}
}
