package pet.order;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindList;
import org.jdbi.v3.sqlobject.customizer.Define;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import pet.domain.order.OrderStatus;
import pet.domain.order.OrderVersion;

/** Lists of orders, and queries of other modules about many orders. */
@RegisterConstructorMapper(OrderRow.class)
interface OrderDao {

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

  /** Two are enough to see that the number is ambiguous. */
  @SqlQuery(
      """
      SELECT shopify_order_id FROM orders
      WHERE order_number = :number OR order_name = :number OR order_name = '#' || :number
      LIMIT 2
      """)
  List<Long> shopifyIdsByNumber(String number);

  /** Newest first, after the given position; null as status means all. */
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

  /** The same for one person's orders. */
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
}
