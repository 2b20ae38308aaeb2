package pet.order;

import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * An order as it reads, with what changes when it does.
 *
 * @param version that its ETag is made from
 * @param trackingGeneration that links to it are of
 */
record VersionedOrder(OrderView order, long version, int trackingGeneration) {

  /** Reads lines and history of an order, in the transaction that its row was read in. */
  static VersionedOrder read(Handle handle, OrderRow row, boolean forStaff) {
    List<OrderView.Change> history = new OrderRows(handle).history(row.id());
    OrderView view =
        OrderView.of(
            row,
            new OrderParts(handle).items(row.id()),
            forStaff ? history : history.stream().map(OrderView.Change::forCustomers).toList(),
            forStaff);
    return new VersionedOrder(view, row.version(), row.trackingGeneration());
  }
}
