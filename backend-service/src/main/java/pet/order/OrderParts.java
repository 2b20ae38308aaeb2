package pet.order;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import pet.domain.order.LineQuantity;
import pet.domain.order.OrderReport.Shipping;
import pet.platform.database.PlainSql;

/** SQL of an order's lines, parcels, refunds and edits. */
final class OrderParts {

  private static final String PUT_ITEMS =
      """
      INSERT INTO order_item (order_id, position, shopify_line_id, title, sku, quantity,
        reported_quantity, current_quantity, refunded_quantity, fulfilled_quantity, price,
        design_id, design_revision, price_check)
      SELECT ?, item.*
      FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) AS item
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
      """;

  private static final String PUT_FULFILLMENT =
      """
      INSERT INTO order_fulfillment (order_id, shopify_id, state, delivered, carrier,
        tracking_number, tracking_url, provider_updated_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (order_id, shopify_id) DO UPDATE
      SET state = excluded.state, delivered = excluded.delivered, carrier = excluded.carrier,
          tracking_number = excluded.tracking_number, tracking_url = excluded.tracking_url,
          provider_updated_at = excluded.provider_updated_at
      WHERE order_fulfillment.provider_updated_at <= excluded.provider_updated_at
      """;

  private static final String LINE_SUMS =
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
      WHERE c.order_id = ?
      GROUP BY c.shopify_line_id
      """;

  private final PlainSql sql;

  OrderParts(Handle handle) {
    sql = new PlainSql(handle);
  }

  List<ItemRow> items(UUID orderId) {
    return sql.list(
        """
        SELECT position, shopify_line_id, title, sku, quantity,
               COALESCE(reported_quantity, quantity) AS reported,
               COALESCE(current_quantity, quantity) AS current,
               refunded_quantity, fulfilled_quantity,
               price, design_id, design_revision, price_check
        FROM order_item WHERE order_id = ? ORDER BY position
        """,
        OrderParts::item,
        orderId);
  }

  private static ItemRow item(ResultSet row) throws SQLException {
    return new ItemRow(
        row.getInt("position"),
        row.getLong("shopify_line_id"),
        row.getString("title"),
        row.getString("sku"),
        row.getInt("quantity"),
        row.getInt("reported"),
        row.getInt("current"),
        row.getInt("refunded_quantity"),
        row.getInt("fulfilled_quantity"),
        row.getLong("price"),
        row.getString("design_id"),
        row.getObject("design_revision", Integer.class),
        row.getString("price_check"));
  }

  void putItems(UUID orderId, List<ItemRow> items) {
    sql.update(
        PUT_ITEMS,
        orderId,
        sql.column("int4", items, ItemRow::position),
        sql.column("int8", items, ItemRow::shopifyLineId),
        sql.column("text", items, ItemRow::title),
        sql.column("text", items, ItemRow::sku),
        sql.column("int4", items, ItemRow::quantity),
        sql.column("int4", items, ItemRow::reported),
        sql.column("int4", items, ItemRow::current),
        sql.column("int4", items, ItemRow::refunded),
        sql.column("int4", items, ItemRow::fulfilled),
        sql.column("int8", items, ItemRow::price),
        sql.column("text", items, ItemRow::designId),
        sql.column("int4", items, ItemRow::designRevision),
        sql.column("text", items, ItemRow::priceCheck));
  }

  /** Returns 0 if a newer version of the parcel is known. */
  int putFulfillment(
      UUID orderId,
      long id,
      String state,
      boolean delivered,
      Shipping shipping,
      Instant updatedAt) {
    return sql.update(
        PUT_FULFILLMENT,
        orderId,
        id,
        state,
        delivered,
        shipping.carrier(),
        shipping.trackingNumber(),
        shipping.trackingUrl(),
        updatedAt);
  }

  /** Returns 0 if no less of it is known already: money that is under way may come later. */
  int putRefund(UUID orderId, long id, Instant at, long amount, boolean inVersion) {
    return sql.update(
        """
        INSERT INTO order_refund (order_id, shopify_id, at, amount, in_version)
        VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (order_id, shopify_id) DO UPDATE
        SET amount = excluded.amount WHERE order_refund.amount < excluded.amount
        """,
        orderId,
        id,
        at,
        amount,
        inVersion);
  }

  long refundedPieces(UUID orderId, long id) {
    return sql.one(
        """
        SELECT COALESCE(sum(quantity), 0) FROM order_line_change
        WHERE order_id = ? AND kind = 'REFUND' AND shopify_id = ?
        """,
        row -> row.getLong(1),
        orderId,
        id);
  }

  /** Returns 0 if it is known already. */
  int insertEdit(UUID orderId, long id, Instant at, boolean inVersion) {
    return sql.update(
        """
        INSERT INTO order_edit (order_id, shopify_id, at, in_version)
        VALUES (?, ?, ?, ?)
        ON CONFLICT DO NOTHING
        """,
        orderId,
        id,
        at,
        inVersion);
  }

  void refundIsInVersion(UUID orderId, long id) {
    sql.update(
        "UPDATE order_refund SET in_version = true WHERE order_id = ? AND shopify_id = ?",
        orderId,
        id);
  }

  /** A version that does not list its refunds includes those that were made before it. */
  void refundsBefore(UUID orderId, Instant version) {
    sql.update(
        "UPDATE order_refund SET in_version = (in_version OR at < ?) WHERE order_id = ?",
        version,
        orderId);
  }

  void editsUntil(UUID orderId, Instant version) {
    sql.update(
        "UPDATE order_edit SET in_version = (in_version OR at <= ?) WHERE order_id = ?",
        version,
        orderId);
  }

  /** Replaces what a parcel, a refund or an edit says about lines. */
  void replaceLineChanges(UUID orderId, String kind, long id, List<LineQuantity> lines) {
    sql.update(
        "DELETE FROM order_line_change WHERE order_id = ? AND kind = ? AND shopify_id = ?",
        orderId,
        kind,
        id);
    if (lines.isEmpty()) {
      return;
    }
    sql.update(
        """
        INSERT INTO order_line_change
          (order_id, kind, shopify_id, shopify_line_id, quantity, position)
        SELECT ?, ?, ?, line.* FROM unnest(?, ?) WITH ORDINALITY AS line
        """,
        orderId,
        kind,
        id,
        sql.column("int8", lines, LineQuantity::shopifyLineId),
        sql.column("int4", lines, LineQuantity::quantity));
  }

  /** What each line lost and gained; {@code since}: by what the newest version does not include. */
  List<LineSum> lineSums(UUID orderId) {
    return sql.list(
        LINE_SUMS,
        row ->
            new LineSum(
                row.getLong("shopify_line_id"),
                row.getInt("refunded"),
                row.getInt("refunded_since"),
                row.getInt("edited_since"),
                row.getInt("fulfilled")),
        orderId);
  }

  RefundSum refundSum(UUID orderId) {
    return sql.one(
        """
        SELECT COALESCE(sum(amount), 0) AS refunded,
          COALESCE(sum(amount) FILTER (WHERE NOT in_version), 0) AS since,
          count(*) AS number, max(at) AS last_at
        FROM order_refund WHERE order_id = ?
        """,
        row ->
            new RefundSum(
                row.getLong("refunded"),
                row.getLong("since"),
                row.getInt("number"),
                PlainSql.instant(row, "last_at")),
        orderId);
  }

  /**
   * The parcel to show: of those that were handed over and have data, the one that was reported
   * last.
   */
  Optional<Shipping> parcel(UUID orderId) {
    return sql.first(
        """
        SELECT carrier, tracking_number, tracking_url FROM order_fulfillment
        WHERE order_id = ? AND (state = 'SUCCESS' OR delivered)
          AND COALESCE(carrier, tracking_number, tracking_url) IS NOT NULL
        ORDER BY provider_updated_at DESC, shopify_id DESC LIMIT 1
        """,
        row -> new Shipping(row.getString(1), row.getString(2), row.getString(3)),
        orderId);
  }

  record LineSum(
      long shopifyLineId, int refunded, int refundedSince, int editedSince, int fulfilled) {}

  /** Null for {@code lastAt} where there is none. */
  record RefundSum(long refunded, long since, int number, Instant lastAt) {}
}
