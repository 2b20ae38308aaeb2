package pet.order;

import java.time.Instant;
import pet.domain.order.OrderReport;
import pet.domain.order.OrderReport.Shipping;
import pet.domain.order.OrderReport.Totals;
import pet.domain.order.OrderStatus;

/** The next version of an order's row while it is being changed. */
final class OrderDraft {

  private final OrderRow row;
  private long subtotal;
  private long discounts;
  private long shipping;
  private long tax;
  private Instant providerUpdatedAt;
  OrderStatus status;
  Shipping parcel;
  long total;
  long reportedTotal;
  long currentTotal;
  long refunded;
  boolean cancelledInShop;
  boolean refundedInShop;

  OrderDraft(OrderRow row) {
    this.row = row;
    subtotal = row.subtotal();
    discounts = row.discounts();
    shipping = row.shipping();
    tax = row.tax();
    providerUpdatedAt = row.providerUpdatedAt();
    status = row.status();
    parcel = new Shipping(row.carrier(), row.trackingNumber(), row.trackingUrl());
    total = row.total();
    reportedTotal = row.reportedTotal();
    currentTotal = row.currentTotal();
    refunded = row.refunded();
    cancelledInShop = row.cancelledInShop();
    refundedInShop = row.refundedInShop();
  }

  /** Sets the totals of a newer version. */
  void version(OrderReport report) {
    Totals totals = report.totals();
    subtotal = totals.subtotal().minorUnits();
    discounts = totals.discounts().minorUnits();
    shipping = totals.shipping().minorUnits();
    tax = totals.tax().minorUnits();
    total = totals.total().minorUnits();
    reportedTotal = total;
    providerUpdatedAt = report.updatedAt();
    if (report.state() != null) {
      cancelledInShop = report.state().cancelled();
      refundedInShop = report.state().refunded();
      if (report.state().currentTotal() != null) {
        reportedTotal = report.state().currentTotal().minorUnits();
      }
    }
  }

  boolean hasOtherFigures() {
    return subtotal != row.subtotal()
        || discounts != row.discounts()
        || shipping != row.shipping()
        || tax != row.tax()
        || total != row.total()
        || currentTotal != row.currentTotal()
        || refunded != row.refunded();
  }

  boolean hasOtherParcel() {
    return !parcel.equals(new Shipping(row.carrier(), row.trackingNumber(), row.trackingUrl()));
  }

  /** The row to be stored, with this version. */
  OrderRow row(long version, Instant updatedAt) {
    return new OrderRow(
        row.id(),
        row.orderNumber(),
        row.maskedId(),
        status,
        row.currency(),
        subtotal,
        discounts,
        shipping,
        tax,
        total,
        parcel.carrier(),
        parcel.trackingNumber(),
        parcel.trackingUrl(),
        row.providerCreatedAt(),
        providerUpdatedAt,
        reportedTotal,
        currentTotal,
        refunded,
        cancelledInShop,
        refundedInShop,
        row.erasedAt(),
        version,
        row.trackingGeneration(),
        row.createdAt(),
        updatedAt);
  }
}
