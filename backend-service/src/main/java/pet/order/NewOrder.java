package pet.order;

import java.time.Instant;
import java.util.UUID;
import pet.domain.order.OrderReport;
import pet.domain.order.OrderStatus;

/** An order about to be inserted. */
@SuppressWarnings("ArrayRecordComponent") // bytes on their way to a column, compared by nobody
public record NewOrder(
    UUID id,
    String maskedId,
    OrderStatus status,
    byte[] emailCipher,
    byte[] emailHash,
    OrderReport report,
    Instant now) {

  long shopifyOrderId() {
    return report.shopifyOrderId();
  }

  String orderNumber() {
    return report.orderNumber();
  }

  String orderName() {
    return report.orderName();
  }

  String currency() {
    return report.totals().total().currencyCode();
  }

  long subtotal() {
    return report.totals().subtotal().minorUnits();
  }

  long discounts() {
    return report.totals().discounts().minorUnits();
  }

  long shipping() {
    return report.totals().shipping().minorUnits();
  }

  long tax() {
    return report.totals().tax().minorUnits();
  }

  long total() {
    return report.totals().total().minorUnits();
  }

  Instant providerCreatedAt() {
    return report.createdAt();
  }

  Instant providerUpdatedAt() {
    return report.updatedAt();
  }
}
