package pet.order;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindList;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import pet.domain.order.OrderStatus;

/** What is new in histories. */
interface StreamDao {

  @SqlQuery(
      """
      SELECT o.id AS order_id, coalesce(max(h.position), 0) AS position,
             o.tracking_generation AS generation
      FROM orders o LEFT JOIN order_history h ON h.order_id = o.id
      WHERE o.id IN (<orderIds>) GROUP BY o.id
      """)
  @RegisterConstructorMapper(Last.class)
  List<Last> last(@BindList List<UUID> orderIds);

  @SqlQuery(
      """
      SELECT position, status, at, changed_by AS by, note, jumped FROM order_history
      WHERE order_id = :orderId AND position > :after ORDER BY position
      """)
  @RegisterConstructorMapper(Entry.class)
  List<Entry> after(UUID orderId, int after);

  /**
   * How far an order is.
   *
   * @param generation of the links that lead to it
   */
  record Last(UUID orderId, int position, int generation) {}

  /** A change with its place in the history. */
  record Entry(
      int position, OrderStatus status, Instant at, String by, String note, boolean jumped) {
    OrderView.Change change(boolean forStaff) {
      OrderView.Change change = new OrderView.Change(status, at, by, note, jumped);
      return forStaff ? change : change.forCustomers();
    }
  }
}
