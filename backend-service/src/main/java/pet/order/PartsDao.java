package pet.order;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlBatch;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import pet.domain.order.LineQuantity;

/** What an order consists of: lines, parcels, refunds and edits. */
interface PartsDao {

  @SqlQuery(
      """
      SELECT position, shopify_line_id, title, sku, quantity,
             COALESCE(reported_quantity, quantity) AS reported,
             COALESCE(current_quantity, quantity) AS current,
             refunded_quantity AS refunded, fulfilled_quantity AS fulfilled,
             price, design_id, design_revision, price_check
      FROM order_item WHERE order_id = :orderId ORDER BY position
      """)
  @RegisterConstructorMapper(ItemRow.class)
  List<ItemRow> items(UUID orderId);

  @SqlBatch(
      """
      INSERT INTO order_item (order_id, position, shopify_line_id, title, sku, quantity,
        reported_quantity, current_quantity, refunded_quantity, fulfilled_quantity, price,
        design_id, design_revision, price_check)
      VALUES (:orderId, :position, :shopifyLineId, :title, :sku, :quantity, :reported, :current,
        :refunded, :fulfilled, :price, :designId, :designRevision, :priceCheck)
      ON CONFLICT (order_id, position) DO UPDATE
      SET title = excluded.title, sku = excluded.sku, quantity = excluded.quantity,
          reported_quantity = excluded.reported_quantity,
          current_quantity = excluded.current_quantity,
          refunded_quantity = excluded.refunded_quantity,
          fulfilled_quantity = excluded.fulfilled_quantity, price = excluded.price,
          design_id = COALESCE(order_item.design_id, excluded.design_id),
          design_revision = CASE WHEN order_item.design_id IS NULL
            THEN excluded.design_revision ELSE order_item.design_revision END,
          price_check = CASE WHEN order_item.price = excluded.price
            THEN COALESCE(order_item.price_check, excluded.price_check)
            ELSE excluded.price_check END
      """)
  void putItems(UUID orderId, @BindMethods List<ItemRow> items);

  /** Returns 0 where a newer version of the parcel is known. */
  @SqlUpdate(
      """
      INSERT INTO order_fulfillment (order_id, shopify_id, state, delivered, carrier,
        tracking_number, tracking_url, provider_updated_at)
      VALUES (:orderId, :id, :state, :delivered, :carrier, :trackingNumber, :trackingUrl,
        :updatedAt)
      ON CONFLICT (order_id, shopify_id) DO UPDATE
      SET state = excluded.state, delivered = excluded.delivered, carrier = excluded.carrier,
          tracking_number = excluded.tracking_number, tracking_url = excluded.tracking_url,
          provider_updated_at = excluded.provider_updated_at
      WHERE order_fulfillment.provider_updated_at <= excluded.provider_updated_at
      """)
  int putFulfillment(
      UUID orderId,
      long id,
      String state,
      boolean delivered,
      String carrier,
      String trackingNumber,
      String trackingUrl,
      Instant updatedAt);

  /** Returns 0 where as much of it is known already: money that is under way may come later. */
  @SqlUpdate(
      """
      INSERT INTO order_refund (order_id, shopify_id, at, amount, in_version)
      VALUES (:orderId, :id, :at, :amount, :inVersion)
      ON CONFLICT (order_id, shopify_id) DO UPDATE
      SET amount = excluded.amount WHERE order_refund.amount < excluded.amount
      """)
  int putRefund(UUID orderId, long id, Instant at, long amount, boolean inVersion);

  @SqlQuery(
      """
      SELECT COALESCE(sum(quantity), 0) FROM order_line_change
      WHERE order_id = :orderId AND kind = 'REFUND' AND shopify_id = :id
      """)
  long refundedPieces(UUID orderId, long id);

  /** Returns 0 where it is known already. */
  @SqlUpdate(
      """
      INSERT INTO order_edit (order_id, shopify_id, at, in_version)
      VALUES (:orderId, :id, :at, :inVersion)
      ON CONFLICT DO NOTHING
      """)
  int insertEdit(UUID orderId, long id, Instant at, boolean inVersion);

  @SqlUpdate(
      """
      UPDATE order_refund SET in_version = true
      WHERE order_id = :orderId AND shopify_id = :id
      """)
  void refundIsInVersion(UUID orderId, long id);

  /** A version that does not list its refunds has those that were made before it. */
  @SqlUpdate(
      """
      UPDATE order_refund SET in_version = (in_version OR at < :version)
      WHERE order_id = :orderId
      """)
  void refundsBefore(UUID orderId, Instant version);

  @SqlUpdate(
      """
      UPDATE order_edit SET in_version = (in_version OR at <= :version)
      WHERE order_id = :orderId
      """)
  void editsUntil(UUID orderId, Instant version);

  @SqlUpdate(
      """
      DELETE FROM order_line_change
      WHERE order_id = :orderId AND kind = :kind AND shopify_id = :id
      """)
  void deleteLineChanges(UUID orderId, String kind, long id);

  @SqlBatch(
      """
      INSERT INTO order_line_change (order_id, kind, shopify_id, position, shopify_line_id, quantity)
      VALUES (:orderId, :kind, :id, :position, :shopifyLineId, :quantity)
      """)
  void insertLineChanges(
      UUID orderId,
      String kind,
      long id,
      List<Integer> position,
      @BindMethods List<LineQuantity> lines);

  /** What each line lost and gained; {@code since}: by what the newest version does not have. */
  @SqlQuery(
      """
      SELECT c.shopify_line_id,
        COALESCE(sum(c.quantity) FILTER (WHERE c.kind = 'REFUND'), 0) AS refunded,
        COALESCE(sum(c.quantity) FILTER (WHERE c.kind = 'REFUND' AND NOT r.in_version), 0)
          AS refunded_since,
        COALESCE(sum(c.quantity) FILTER (WHERE c.kind = 'EDIT' AND NOT e.in_version), 0)
          AS edited_since,
        COALESCE(sum(c.quantity) FILTER (WHERE c.kind = 'FULFILLMENT' AND f.state = 'SUCCESS'), 0)
          AS fulfilled
      FROM order_line_change c
      LEFT JOIN order_refund r
        ON r.order_id = c.order_id AND r.shopify_id = c.shopify_id AND c.kind = 'REFUND'
      LEFT JOIN order_edit e
        ON e.order_id = c.order_id AND e.shopify_id = c.shopify_id AND c.kind = 'EDIT'
      LEFT JOIN order_fulfillment f
        ON f.order_id = c.order_id AND f.shopify_id = c.shopify_id AND c.kind = 'FULFILLMENT'
      WHERE c.order_id = :orderId
      GROUP BY c.shopify_line_id
      """)
  @RegisterConstructorMapper(LineSum.class)
  List<LineSum> lineSums(UUID orderId);

  @SqlQuery(
      """
      SELECT COALESCE(sum(amount), 0) AS refunded,
        COALESCE(sum(amount) FILTER (WHERE NOT in_version), 0) AS since,
        count(*) AS number, max(at) AS last_at
      FROM order_refund WHERE order_id = :orderId
      """)
  @RegisterConstructorMapper(RefundSum.class)
  RefundSum refundSum(UUID orderId);

  /** The parcel that shows: of those handed over that tell something, the one told of last. */
  @SqlQuery(
      """
      SELECT carrier, tracking_number, tracking_url FROM order_fulfillment
      WHERE order_id = :orderId AND (state = 'SUCCESS' OR delivered)
        AND COALESCE(carrier, tracking_number, tracking_url) IS NOT NULL
      ORDER BY provider_updated_at DESC, shopify_id DESC LIMIT 1
      """)
  @RegisterConstructorMapper(ParcelRow.class)
  Optional<ParcelRow> parcel(UUID orderId);

  record LineSum(
      long shopifyLineId, int refunded, int refundedSince, int editedSince, int fulfilled) {}

  /** Null for {@code lastAt} where there is none. */
  record RefundSum(long refunded, long since, int number, Instant lastAt) {}

  record ParcelRow(String carrier, String trackingNumber, String trackingUrl) {}
}
