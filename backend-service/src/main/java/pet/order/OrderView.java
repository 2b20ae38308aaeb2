package pet.order;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import pet.domain.Money;
import pet.domain.order.OrderStatus;

/**
 * An order as it reads. It holds nobody's email, name or address.
 *
 * @param maskedId unguessable; safe to show on a parcel
 * @param orderNumber the shop's number, as text
 * @param history every status it has had, oldest first
 * @param shipping how the parcel travels; null before it does
 */
public record OrderView(
    UUID id,
    String maskedId,
    String orderNumber,
    OrderStatus status,
    List<Change> history,
    List<Item> items,
    Totals totals,
    Shipping shipping,
    Instant createdAt,
    Instant updatedAt) {

  static final String STAFF = "staff";

  /**
   * One status.
   *
   * @param by {@code shopify}, or {@code staff}; staff see whom, as in {@code staff:bob}
   * @param note null if there is none
   * @param jumped steps in between were skipped, because the outside world was ahead
   */
  public record Change(OrderStatus status, Instant at, String by, String note, boolean jumped) {

    /**
     * As the person whose order it is may ask for: what was written about them, and not by whom.
     */
    Change forTheirFile() {
      return by.startsWith(STAFF + ":") ? new Change(status, at, STAFF, note, jumped) : this;
    }

    /** Which of the store's people it was, and what they wrote, is not for customers. */
    Change forCustomers() {
      return by.startsWith(STAFF + ":") ? new Change(status, at, STAFF, null, jumped) : this;
    }
  }

  /**
   * One line.
   *
   * @param sku null if the shop has none
   * @param quantity what is left of it after edits and refunds
   * @param orderedQuantity as ordered
   * @param refundedQuantity of it, taken back by refunds
   * @param fulfilledQuantity handed over in parcels
   * @param price of one piece
   * @param designId the design it was made from; null for ordinary goods
   * @param designRevision of that design; null for ordinary goods
   * @param flag for staff, where they should look at the line: {@code PRICE_DIFFERS} from its
   *     revision's, {@code UNKNOWN_REVISION}; null, and left out, otherwise
   */
  record Item(
      String title,
      String sku,
      int quantity,
      int orderedQuantity,
      int refundedQuantity,
      int fulfilledQuantity,
      Money price,
      String designId,
      Integer designRevision,
      @JsonInclude(JsonInclude.Include.NON_NULL) String flag) {}

  /**
   * The order's money, as the shop says.
   *
   * @param total what it came to before refunds
   * @param refunded what went back
   * @param current what it comes to after edits and refunds
   */
  record Totals(
      Money subtotal,
      Money discounts,
      Money shipping,
      Money tax,
      Money total,
      Money refunded,
      Money current) {}

  /**
   * How the parcel travels.
   *
   * @param carrier null if the shop does not tell
   * @param trackingNumber null if the shop does not tell
   * @param trackingUrl null if the shop does not tell
   */
  record Shipping(String carrier, String trackingNumber, String trackingUrl) {}

  static OrderView of(OrderRow order, List<ItemRow> items, List<Change> history, boolean forStaff) {
    Currency currency = Currency.getInstance(order.currency());
    return new OrderView(
        order.id(),
        order.maskedId(),
        order.orderNumber(),
        order.status(),
        history,
        items.stream()
            .map(
                item ->
                    new Item(
                        item.title(),
                        item.sku(),
                        item.current(),
                        item.quantity(),
                        item.refunded(),
                        item.fulfilled(),
                        new Money(item.price(), currency),
                        item.designId(),
                        item.designRevision(),
                        forStaff ? flag(item) : null))
            .toList(),
        new Totals(
            new Money(order.subtotal(), currency),
            new Money(order.discounts(), currency),
            new Money(order.shipping(), currency),
            new Money(order.tax(), currency),
            new Money(order.total(), currency),
            new Money(order.refunded(), currency),
            new Money(order.currentTotal(), currency)),
        shipping(order),
        order.createdAt(),
        order.updatedAt());
  }

  private static String flag(ItemRow item) {
    return item.priceCheck() == null ? null : PriceCheck.valueOf(item.priceCheck()).flag();
  }

  private static Shipping shipping(OrderRow order) {
    boolean travels =
        order.carrier() != null || order.trackingNumber() != null || order.trackingUrl() != null;
    return travels
        ? new Shipping(order.carrier(), order.trackingNumber(), order.trackingUrl())
        : null;
  }
}
