package pet.order;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindList;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import pet.domain.Cursor;
import pet.domain.order.Fulfillment;
import pet.domain.order.OrderStatus;

/** Queries for the orders of a person. */
interface PersonalOrderDao {

  /** Newest first, after the given position. */
  @SqlQuery(
      """
      SELECT id, masked_id, shopify_order_id, order_number, order_name, status, email_cipher,
             currency, subtotal, discounts, shipping, tax, total, refunded,
             COALESCE(current_total, total) AS current_total, carrier, tracking_number, tracking_url,
             provider_created_at, created_at, updated_at
      FROM orders
      WHERE email_hash IN (<emailHashes>) AND (created_at, id) < (:createdBefore, :idBefore)
      ORDER BY created_at DESC, id DESC
      LIMIT :limit
      """)
  @RegisterConstructorMapper(PersonalRow.class)
  List<PersonalRow> list(
      @BindList List<byte[]> emailHashes, Instant createdBefore, UUID idBefore, int limit);

  @SqlQuery(
      """
      SELECT shopify_id, state, delivered, carrier, tracking_number, tracking_url,
             provider_updated_at
      FROM order_fulfillment WHERE order_id = :orderId ORDER BY provider_updated_at, shopify_id
      """)
  @RegisterConstructorMapper(FulfillmentRow.class)
  List<FulfillmentRow> fulfillments(UUID orderId);

  @SqlQuery(
      "SELECT shopify_id, at, amount FROM order_refund WHERE order_id = :orderId"
          + " ORDER BY at, shopify_id")
  @RegisterConstructorMapper(RefundRow.class)
  List<RefundRow> refunds(UUID orderId);

  @SqlQuery(
      "SELECT shopify_id, at FROM order_edit WHERE order_id = :orderId ORDER BY at, shopify_id")
  @RegisterConstructorMapper(EditRow.class)
  List<EditRow> edits(UUID orderId);

  /** How parcels, refunds and edits changed the lines. */
  @SqlQuery(
      """
      SELECT kind, shopify_id, shopify_line_id, quantity FROM order_line_change
      WHERE order_id = :orderId ORDER BY kind, shopify_id, position
      """)
  @RegisterConstructorMapper(LineChangeRow.class)
  List<LineChangeRow> lineChanges(UUID orderId);

  /** Newest first, after the given position. */
  @SqlQuery(
      """
      SELECT id, shopify_order_id, created_at FROM orders
      WHERE erased_at IS NULL AND created_at <= :until
        AND (created_at, id) < (:after.createdAt, :after.id)
      ORDER BY created_at DESC, id DESC
      LIMIT :limit
      """)
  @RegisterConstructorMapper(PlacedRow.class)
  List<PlacedRow> ofPeople(Instant until, @BindMethods("after") Cursor after, int limit);

  // Locked: a report that is applied at the same time comes first, or finds the order erased.
  @SqlQuery("SELECT id FROM orders WHERE email_hash IN (<emailHashes>) ORDER BY id FOR UPDATE")
  List<UUID> idsOf(@BindList List<byte[]> emailHashes);

  @SqlQuery("SELECT id FROM orders WHERE shopify_order_id IN (<shopifyIds>) ORDER BY id FOR UPDATE")
  List<UUID> idsByShop(@BindList List<Long> shopifyIds);

  @SqlQuery(
      """
      SELECT DISTINCT i.design_id, i.design_revision
      FROM orders o JOIN order_item i ON i.order_id = o.id
      WHERE o.shopify_order_id IN (<shopifyIds>) AND i.design_revision IS NOT NULL
      """)
  @RegisterConstructorMapper(PointerRow.class)
  List<PointerRow> pointers(@BindList List<Long> shopifyIds);

  @SqlUpdate(
      """
      UPDATE order_history SET note = NULL
      WHERE changed_by LIKE 'staff:%' AND note IS NOT NULL AND order_id IN (<ids>)
      """)
  void eraseNotes(@BindList List<UUID> ids);

  /** The carrier can find the customer by the parcel's number. */
  @SqlUpdate(
      """
      UPDATE order_fulfillment SET tracking_number = NULL, tracking_url = NULL
      WHERE order_id IN (<ids>)
      """)
  void eraseParcels(@BindList List<UUID> ids);

  @SqlUpdate(
      """
      UPDATE orders
      SET email_cipher = NULL, email_hash = NULL, tracking_number = NULL, tracking_url = NULL,
          tracking_generation = tracking_generation + 1, erased_at = :now,
          version = version + 1, updated_at = :now
      WHERE id IN (<ids>) AND erased_at IS NULL
      """)
  void erase(@BindList List<UUID> ids, Instant now);

  /** An order with its personal data. */
  @SuppressWarnings("ArrayRecordComponent") // bytes of a column, compared by nobody
  record PersonalRow(
      UUID id,
      String maskedId,
      long shopifyOrderId,
      String orderNumber,
      String orderName,
      OrderStatus status,
      byte[] emailCipher,
      String currency,
      long subtotal,
      long discounts,
      long shipping,
      long tax,
      long total,
      long refunded,
      long currentTotal,
      String carrier,
      String trackingNumber,
      String trackingUrl,
      Instant providerCreatedAt,
      Instant createdAt,
      Instant updatedAt) {}

  /**
   * The design revision that a line points at.
   *
   * @param designId as the shop sent it: it may be no valid id
   */
  record PointerRow(String designId, int designRevision) {}

  record PlacedRow(UUID id, long shopifyOrderId, Instant createdAt) {}

  record FulfillmentRow(
      long shopifyId,
      Fulfillment.State state,
      boolean delivered,
      String carrier,
      String trackingNumber,
      String trackingUrl,
      Instant providerUpdatedAt) {}

  record RefundRow(long shopifyId, Instant at, long amount) {}

  record EditRow(long shopifyId, Instant at) {}

  record LineChangeRow(String kind, long shopifyId, long shopifyLineId, int quantity) {}
}
