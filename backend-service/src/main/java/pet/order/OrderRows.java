package pet.order;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import pet.domain.order.OrderStatus;
import pet.platform.database.PlainSql;

/** Orders and their history, one by one: what each report and each reader comes by. */
final class OrderRows {

  static final String COLUMNS =
      """
      id, order_number, masked_id, status, currency, subtotal, discounts, shipping, tax, total,
      carrier, tracking_number, tracking_url, provider_created_at, provider_updated_at,
      COALESCE(reported_total, total) AS reported_total,
      COALESCE(current_total, total) AS current_total, refunded,
      cancelled_in_shop, refunded_in_shop, erased_at, version, tracking_generation, created_at,
      updated_at
      """;

  private static final String SELECT = "SELECT " + COLUMNS + " FROM orders WHERE ";

  private static final String HAS_NUMBER =
      "(order_number = ? OR order_name = ? OR order_name = '#' || ?)";

  private static final String NEWEST = " ORDER BY created_at DESC LIMIT 1";

  private static final String INSERT =
      """
      INSERT INTO orders (id, shopify_order_id, order_number, order_name, masked_id, status,
        email_cipher, email_hash, currency, subtotal, discounts, shipping, tax, total,
        reported_total, current_total, cancelled_in_shop, refunded_in_shop, taxes_included,
        provider_created_at, provider_updated_at, created_at, updated_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (shopify_order_id) DO NOTHING
      """;

  private static final String UPDATE =
      """
      UPDATE orders
      SET status = ?, subtotal = ?, discounts = ?, shipping = ?, tax = ?, total = ?, carrier = ?,
          tracking_number = ?, tracking_url = ?, provider_updated_at = ?, reported_total = ?,
          current_total = ?, refunded = ?, cancelled_in_shop = ?, refunded_in_shop = ?,
          version = ?, updated_at = ?
      WHERE id = ?
      """;

  private final PlainSql sql;

  OrderRows(Handle handle) {
    sql = new PlainSql(handle);
  }

  /** Returns 0 where the shop's order is there already: of two that arrive at once, one wins. */
  int insert(NewOrder order) {
    return sql.update(
        INSERT,
        order.id(),
        order.shopifyOrderId(),
        order.orderNumber(),
        order.orderName(),
        order.maskedId(),
        order.status(),
        order.emailCipher(),
        order.emailHash(),
        order.currency(),
        order.subtotal(),
        order.discounts(),
        order.shipping(),
        order.tax(),
        order.total(),
        order.currentTotal(),
        order.currentTotal(),
        order.cancelledInShop(),
        order.refundedInShop(),
        order.taxesIncluded(),
        order.providerCreatedAt(),
        order.providerUpdatedAt(),
        order.now(),
        order.now());
  }

  /** When it came, and what it came to then: later versions change the order, and not this. */
  void setCreation(UUID id, Instant time) {
    sql.update(
        "UPDATE orders SET created_at = ?, updated_at = ?, placed_total = total WHERE id = ?",
        time,
        time,
        id);
  }

  /** The lines are those that the order came with; lines of later versions were not placed. */
  void placed(UUID orderId) {
    sql.update("UPDATE order_item SET placed_quantity = quantity WHERE order_id = ?", orderId);
  }

  void appendHistory(
      UUID orderId, OrderStatus status, Instant at, String by, String note, boolean jumped) {
    // The next position is read in the statement: the order's row is locked by whoever appends.
    sql.update(
        """
        INSERT INTO order_history (order_id, position, status, at, changed_by, note, jumped)
        SELECT ?, COALESCE(MAX(position), 0) + 1, ?, ?, ?, ?, ?
        FROM order_history WHERE order_id = ?
        """,
        orderId,
        status,
        at,
        by,
        note,
        jumped,
        orderId);
  }

  /** Locked: whoever decides on a move must see the last one, and be the only one to decide. */
  Optional<OrderRow> lockByShopifyId(long shopifyOrderId) {
    return first("shopify_order_id = ? FOR UPDATE", shopifyOrderId);
  }

  /** Locked, as by the shop's id. */
  Optional<OrderRow> lock(UUID id) {
    return first("id = ? FOR UPDATE", id);
  }

  void update(OrderRow order) {
    sql.update(
        UPDATE,
        order.status(),
        order.subtotal(),
        order.discounts(),
        order.shipping(),
        order.tax(),
        order.total(),
        order.carrier(),
        order.trackingNumber(),
        order.trackingUrl(),
        order.providerUpdatedAt(),
        order.reportedTotal(),
        order.currentTotal(),
        order.refunded(),
        order.cancelledInShop(),
        order.refundedInShop(),
        order.version(),
        order.updatedAt(),
        order.id());
  }

  /**
   * Returns 0 where it is theirs already, or was erased: whose it was is not learned again.
   *
   * @param emailHashes by which it would be theirs already
   */
  int setEmail(UUID id, byte[] emailCipher, byte[] emailHash, List<byte[]> emailHashes) {
    return sql.update(
        """
        UPDATE orders SET email_cipher = ?, email_hash = ?
        WHERE id = ? AND erased_at IS NULL AND (email_hash IS NULL OR email_hash <> ALL (?))
        """,
        emailCipher,
        emailHash,
        id,
        hashes(emailHashes));
  }

  Optional<OrderRow> find(UUID id) {
    return first("id = ?", id);
  }

  Optional<OrderRow> findByMaskedId(String maskedId) {
    return first("masked_id = ?", maskedId);
  }

  boolean isOf(UUID id, List<byte[]> emailHashes) {
    return sql.one(
        "SELECT EXISTS (SELECT 1 FROM orders WHERE id = ? AND email_hash = ANY (?))",
        row -> row.getBoolean(1),
        id,
        hashes(emailHashes));
  }

  /** By the number with or without what the shop puts around it; the newest where two have it. */
  Optional<OrderRow> findByNumber(String number) {
    return first(HAS_NUMBER + NEWEST, number, number, number);
  }

  /** The same of one person's. */
  Optional<OrderRow> findByNumberAndEmail(String number, List<byte[]> emailHashes) {
    return first(
        HAS_NUMBER + " AND email_hash = ANY (?)" + NEWEST,
        number,
        number,
        number,
        hashes(emailHashes));
  }

  /** Every status that an order has had, oldest first. */
  List<OrderView.Change> history(UUID orderId) {
    return sql.list(
        """
        SELECT status, at, changed_by, note, jumped
        FROM order_history WHERE order_id = ? ORDER BY position
        """,
        row ->
            new OrderView.Change(
                OrderStatus.valueOf(row.getString("status")),
                PlainSql.instant(row, "at"),
                row.getString("changed_by"),
                row.getString("note"),
                row.getBoolean("jumped")),
        orderId);
  }

  private Optional<OrderRow> first(String condition, Object... values) {
    return sql.first(SELECT + condition, OrderRows::row, values);
  }

  private Array hashes(List<byte[]> hashes) {
    return sql.column("bytea", hashes, hash -> hash);
  }

  private static OrderRow row(ResultSet row) throws SQLException {
    return new OrderRow(
        row.getObject("id", UUID.class),
        row.getString("order_number"),
        row.getString("masked_id"),
        OrderStatus.valueOf(row.getString("status")),
        row.getString("currency"),
        row.getLong("subtotal"),
        row.getLong("discounts"),
        row.getLong("shipping"),
        row.getLong("tax"),
        row.getLong("total"),
        row.getString("carrier"),
        row.getString("tracking_number"),
        row.getString("tracking_url"),
        PlainSql.instant(row, "provider_created_at"),
        PlainSql.instant(row, "provider_updated_at"),
        row.getLong("reported_total"),
        row.getLong("current_total"),
        row.getLong("refunded"),
        row.getBoolean("cancelled_in_shop"),
        row.getBoolean("refunded_in_shop"),
        PlainSql.instant(row, "erased_at"),
        row.getLong("version"),
        row.getInt("tracking_generation"),
        PlainSql.instant(row, "created_at"),
        PlainSql.instant(row, "updated_at"));
  }
}
