package pet.order;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindList;
import org.jdbi.v3.sqlobject.customizer.BindList.EmptyHandling;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.customizer.Define;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import pet.domain.order.OrderStatus;
import pet.domain.order.OrderVersion;

/** Orders, their lines and their history. */
@RegisterConstructorMapper(OrderRow.class)
interface OrderDao {

  String COLUMNS =
      """
      id, order_number, masked_id, status, currency, subtotal, discounts, shipping, tax, total,
      carrier, tracking_number, tracking_url, provider_created_at, provider_updated_at,
      COALESCE(reported_total, total) AS reported_total,
      COALESCE(current_total, total) AS current_total, refunded,
      cancelled_in_shop, refunded_in_shop, erased_at, version, created_at, updated_at
      """;

  /** Returns 0 where the shop's order is there already: of two that arrive at once, one wins. */
  @SqlUpdate(
      """
      INSERT INTO orders (id, shopify_order_id, order_number, order_name, masked_id, status,
        email_cipher, email_hash, currency, subtotal, discounts, shipping, tax, total,
        reported_total, current_total, cancelled_in_shop, refunded_in_shop, taxes_included,
        provider_created_at, provider_updated_at, created_at, updated_at)
      VALUES (:id, :shopifyOrderId, :orderNumber, :orderName, :maskedId, :status,
        :emailCipher, :emailHash, :currency, :subtotal, :discounts, :shipping, :tax, :total,
        :currentTotal, :currentTotal, :cancelledInShop, :refundedInShop, :taxesIncluded,
        :providerCreatedAt, :providerUpdatedAt, :now, :now)
      ON CONFLICT (shopify_order_id) DO NOTHING
      """)
  int insert(@BindMethods NewOrder order);

  /** When it came, and what it came to then: later versions change the order, and not this. */
  @SqlUpdate(
      """
      UPDATE orders SET created_at = :time, updated_at = :time, placed_total = total WHERE id = :id
      """)
  void setCreation(UUID id, Instant time);

  /** The lines are those that the order came with; lines of later versions were not placed. */
  @SqlUpdate("UPDATE order_item SET placed_quantity = quantity WHERE order_id = :orderId")
  void placed(UUID orderId);

  // The next position is read in the statement: the order's row is locked by whoever appends.
  @SqlUpdate(
      """
      INSERT INTO order_history (order_id, position, status, at, changed_by, note, jumped)
      SELECT :orderId, COALESCE(MAX(position), 0) + 1, :status, :at, :by, :note, :jumped
      FROM order_history WHERE order_id = :orderId
      """)
  void appendHistory(
      UUID orderId, OrderStatus status, Instant at, String by, String note, boolean jumped);

  @SqlQuery(
      """
      SELECT shopify_order_id, provider_updated_at AS updated_at FROM orders
      WHERE shopify_order_id IN (<shopifyIds>)
      """)
  @RegisterConstructorMapper(OrderVersion.class)
  List<OrderVersion> versions(@BindList List<Long> shopifyIds);

  @SqlQuery(
      """
      SELECT shopify_order_id FROM orders WHERE id = :id OR masked_id = :maskedId
      """)
  List<Long> shopifyIdsById(UUID id, String maskedId);

  /** Two are enough to know that the number does not tell which. */
  @SqlQuery(
      """
      SELECT shopify_order_id FROM orders
      WHERE order_number = :number OR order_name = :number OR order_name = '#' || :number
      LIMIT 2
      """)
  List<Long> shopifyIdsByNumber(String number);

  // Locked: whoever decides on a move must see the last one, and be the only one to decide.
  @SqlQuery("SELECT <columns> FROM orders WHERE shopify_order_id = :shopifyOrderId FOR UPDATE")
  Optional<OrderRow> lockByShopifyId(long shopifyOrderId, @Define String columns);

  @SqlQuery("SELECT <columns> FROM orders WHERE id = :id FOR UPDATE")
  Optional<OrderRow> lock(UUID id, @Define String columns);

  @SqlUpdate(
      """
      UPDATE orders
      SET status = :status, subtotal = :subtotal, discounts = :discounts, shipping = :shipping,
          tax = :tax, total = :total, carrier = :carrier, tracking_number = :trackingNumber,
          tracking_url = :trackingUrl, provider_updated_at = :providerUpdatedAt,
          reported_total = :reportedTotal, current_total = :currentTotal, refunded = :refunded,
          cancelled_in_shop = :cancelledInShop, refunded_in_shop = :refundedInShop,
          version = :version, updated_at = :updatedAt
      WHERE id = :id
      """)
  void update(@BindMethods OrderRow order);

  /**
   * Returns 0 where it is theirs already, or was erased: whose it was is not learned again.
   *
   * @param emailHashes by which it would be theirs already
   */
  @SqlUpdate(
      """
      UPDATE orders SET email_cipher = :emailCipher, email_hash = :emailHash
      WHERE id = :id AND erased_at IS NULL
        AND (email_hash IS NULL OR email_hash NOT IN (<emailHashes>))
      """)
  int setEmail(UUID id, byte[] emailCipher, byte[] emailHash, @BindList List<byte[]> emailHashes);

  @SqlQuery("SELECT <columns> FROM orders WHERE id = :id")
  Optional<OrderRow> find(UUID id, @Define String columns);

  @SqlQuery("SELECT <columns> FROM orders WHERE masked_id = :maskedId")
  Optional<OrderRow> findByMaskedId(String maskedId, @Define String columns);

  @SqlQuery("SELECT EXISTS (SELECT 1 FROM orders WHERE id = :id AND email_hash IN (<emailHashes>))")
  boolean isOf(UUID id, @BindList List<byte[]> emailHashes);

  /** By the number with or without what the shop puts around it; the newest where two have it. */
  @SqlQuery(
      """
      SELECT <columns> FROM orders
      WHERE order_number = :number OR order_name = :number OR order_name = '#' || :number
      ORDER BY created_at DESC LIMIT 1
      """)
  Optional<OrderRow> findByNumber(String number, @Define String columns);

  @SqlQuery(
      """
      SELECT <columns> FROM orders
      WHERE (order_number = :number OR order_name = :number OR order_name = '#' || :number)
        AND email_hash IN (<emailHashes>)
      ORDER BY created_at DESC LIMIT 1
      """)
  Optional<OrderRow> findByNumberAndEmail(
      String number,
      @BindList(onEmpty = EmptyHandling.NULL_STRING) List<byte[]> emailHashes,
      @Define String columns);

  /** Newest first, what stands behind the given place; the status may be null, for all. */
  @SqlQuery(
      """
      SELECT <columns> FROM orders
      WHERE (created_at, id) < (:createdBefore, :idBefore)
        AND (CAST(:status AS text) IS NULL OR status = :status)
      ORDER BY created_at DESC, id DESC
      LIMIT :limit
      """)
  List<OrderRow> list(
      OrderStatus status, Instant createdBefore, UUID idBefore, int limit, @Define String columns);

  /** The same of one person's. */
  @SqlQuery(
      """
      SELECT <columns> FROM orders
      WHERE (created_at, id) < (:createdBefore, :idBefore)
        AND (CAST(:status AS text) IS NULL OR status = :status)
        AND email_hash IN (<emailHashes>)
      ORDER BY created_at DESC, id DESC
      LIMIT :limit
      """)
  List<OrderRow> listOf(
      @BindList List<byte[]> emailHashes,
      OrderStatus status,
      Instant createdBefore,
      UUID idBefore,
      int limit,
      @Define String columns);

  @SqlQuery(
      """
      SELECT status, at, changed_by AS by, note, jumped
      FROM order_history WHERE order_id = :orderId ORDER BY position
      """)
  @RegisterConstructorMapper(OrderView.Change.class)
  List<OrderView.Change> history(UUID orderId);
}
