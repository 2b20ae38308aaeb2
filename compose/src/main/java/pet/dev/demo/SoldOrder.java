package pet.dev.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import pet.domain.order.OrderStatus;
import pet.testing.shopify.ShopifyOrderPayload;
import pet.testing.shopify.ShopifyWebhooks;
import pet.testing.shopify.SignedWebhook;

/**
 * An order of three leashes, with all that Shopify tells of it: that it was placed and paid, and
 * what became of it since. Each of these has a time of its own, in the order in which they happen
 * here; they may be delivered in any. Of one that is paid by Stripe, Shopify knows of no payment.
 */
final class SoldOrder {

  private static final ObjectMapper JSON = new ObjectMapper();
  static final int PIECES = 3;
  private static final String PRICE = "19.90";

  /**
   * What the store has to say in the end.
   *
   * @param paidBy who has to be the one that confirmed it, once; null if the shop had it paid from
   *     the beginning, or nobody paid
   * @param quantity pieces that are left
   * @param refundedMoney and {@code total} as decimals
   */
  record Expected(
      OrderStatus status,
      String paidBy,
      int quantity,
      int refunded,
      int fulfilled,
      String refundedMoney,
      String total) {}

  private final ShopifyWebhooks webhooks;
  private final ShopifyOrderPayload order;
  private final Instant placed;
  private final List<SignedWebhook> deliveries = new ArrayList<>();
  private OrderStatus status;
  private String paidBy;
  private int quantity = PIECES;
  private int refunded;
  private int fulfilled;
  private String total = "69.70";

  /**
   * @param paid whether it is paid in the shop
   */
  SoldOrder(ShopifyWebhooks webhooks, long number, Instant placed, boolean paid) {
    this.webhooks = webhooks;
    this.status = paid ? OrderStatus.CONFIRMED : OrderStatus.PENDING;
    this.placed = placed;
    order =
        ShopifyOrderPayload.anOrder()
            .id(number * 100)
            .number(number)
            .email("chaos-" + number + "@example.com")
            .createdAt(placed)
            .updatedAt(placed)
            .financialStatus(paid ? "paid" : "pending")
            .goods("Leash, 2 m", "LEASH-2M", PRICE, PIECES);
    deliveries.add(webhooks.deliver("orders/create", order));
    version(1, paid ? "orders/paid" : "orders/updated");
  }

  private void version(int second, String topic) {
    order.updatedAt(placed.plusSeconds(second));
    deliveries.add(webhooks.deliver(topic, order));
  }

  private String at(int second) {
    return placed.plusSeconds(second).toString();
  }

  private long lineId() {
    return order.json().at("/line_items/0/id").longValue();
  }

  private void left(int pieces, String sum) {
    quantity = pieces;
    total = sum;
    ((ObjectNode) order.json().at("/line_items/0")).put("current_quantity", pieces);
    order.json().put("current_total_price", sum);
    ((ObjectNode) order.json().at("/current_total_price_set/shop_money")).put("amount", sum);
  }

  /** By Stripe, which tells so itself. */
  void paid() {
    status = OrderStatus.CONFIRMED;
    paidBy = "stripe";
  }

  void cancelled() {
    order.json().put("cancelled_at", at(60));
    version(60, "orders/cancelled");
    status = OrderStatus.CANCELLED;
  }

  /** A piece is taken out before anything is sent. */
  void edited() {
    ObjectNode edit = JSON.createObjectNode();
    ObjectNode told = edit.putObject("order_edit");
    told.put("id", order.id() + 3).put("order_id", order.id()).put("created_at", at(5));
    ObjectNode lines = told.putObject("line_items");
    lines.putArray("additions");
    lines.putArray("removals").addObject().put("id", lineId()).put("delta", 1);
    tell("orders/edited", edit);
    left(quantity - 1, "49.80");
    version(6, "orders/updated");
  }

  /** In two parcels. */
  void shipped() {
    parcel(1, 1, 20);
    parcel(2, quantity - 1, 40);
    order.json().put("fulfillment_status", "fulfilled");
    version(60, "orders/fulfilled");
    fulfilled = quantity;
    status = OrderStatus.SHIPPED;
  }

  private void parcel(int which, int pieces, int second) {
    ObjectNode parcel = JSON.createObjectNode();
    parcel.put("id", order.id() + which).put("order_id", order.id()).put("status", "success");
    parcel.put("created_at", at(second)).put("updated_at", at(second));
    parcel.put("tracking_company", "UPS").put("tracking_number", "1Z" + order.number() + which);
    parcel.put("tracking_url", "https://track.example.com/" + order.number() + "/" + which);
    parcel.putArray("line_items").addObject().put("id", lineId()).put("quantity", pieces);
    tell("fulfillments/create", parcel);
    order.json().withArray("fulfillments").add(parcel.deepCopy());
  }

  /** A piece comes back, and its money. */
  void refunded() {
    ObjectNode refund = JSON.createObjectNode();
    refund.put("id", order.id() + 4).put("order_id", order.id()).put("created_at", at(70));
    ObjectNode money = refund.putArray("transactions").addObject();
    money.put("kind", "refund").put("status", "success");
    money.put("amount", PRICE).put("currency", "USD");
    refund
        .putArray("refund_line_items")
        .addObject()
        .put("line_item_id", lineId())
        .put("quantity", 1);
    tell("refunds/create", refund);
    order.json().withArray("refunds").add(refund.deepCopy());
    order.financialStatus("partially_refunded");
    left(quantity - 1, "49.80");
    refunded = 1;
    version(80, "orders/updated");
  }

  private void tell(String topic, ObjectNode body) {
    deliveries.add(webhooks.deliver(topic, body.toString().getBytes(StandardCharsets.UTF_8)));
  }

  List<SignedWebhook> deliveries() {
    return deliveries;
  }

  long id() {
    return order.id();
  }

  long number() {
    return order.number();
  }

  /** As it is in the end. */
  ObjectNode json() {
    return order.json();
  }

  Expected expected() {
    return new Expected(
        status, paidBy, quantity, refunded, fulfilled, refunded == 0 ? "0.00" : PRICE, total);
  }
}
