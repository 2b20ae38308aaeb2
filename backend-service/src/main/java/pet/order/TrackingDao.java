package pet.order;

import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Which generation of its links leads to an order. */
interface TrackingDao {

  @SqlQuery("SELECT tracking_generation FROM orders WHERE id = :orderId")
  Optional<Integer> generation(UUID orderId);

  @SqlUpdate("UPDATE orders SET tracking_generation = tracking_generation + 1 WHERE id = :orderId")
  void revoke(UUID orderId);
}
