package pet.order;

import java.time.Instant;
import java.util.UUID;
import pet.domain.order.OrderReport;
import pet.domain.order.OrderStatus;

/** An order about to be inserted. Public, with public methods, for JDBI. */
@SuppressWarnings("ArrayRecordComponent") // bytes on their way to a column, compared by nobody
public record NewOrder(
    UUID id,
    String maskedId,
    OrderStatus status,
    byte[] emailCipher,
    byte[] emailHash,
    OrderReport report,
    Instant now) {

  public long shopifyOrderId() {
    return report.shopifyOrderId();
  }

  public String orderNumber() {
    return report.orderNumber();
  }

  public String orderName() {
    return report.orderName();
  }

  public String currency() {
    return report.totals().total().currencyCode();
  }

  public long subtotal() {
    return report.totals().subtotal().minorUnits();
  }

  public long discounts() {
    return report.totals().discounts().minorUnits();
  }

  public long shipping() {
    return report.totals().shipping().minorUnits();
  }

  public long tax() {
    return report.totals().tax().minorUnits();
  }

  public long total() {
    return report.totals().total().minorUnits();
  }

  /** After edits and refunds: an order may have had some before its first report. */
  public long currentTotal() {
    return report.state() == null || report.state().currentTotal() == null
        ? total()
        : report.state().currentTotal().minorUnits();
  }

  public boolean cancelledInShop() {
    return report.state() != null && report.state().cancelled();
  }

  public boolean taxesIncluded() {
    return report.state() != null && report.state().taxesIncluded();
  }

  public boolean refundedInShop() {
    return report.state() != null && report.state().refunded();
  }

  public Instant providerCreatedAt() {
    return report.createdAt();
  }

  public Instant providerUpdatedAt() {
    return report.updatedAt();
  }

  @Override
  public String toString() {
    return "NewOrder[" + id + "]";
  }
}
