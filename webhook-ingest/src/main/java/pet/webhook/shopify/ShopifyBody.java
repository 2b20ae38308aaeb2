package pet.webhook.shopify;

import java.time.Instant;
import java.util.Set;
import pet.webhook.payload.Payload;
import pet.webhook.payload.UnreadablePayload;

/**
 * A body as far as it is understood before it is stored: whose order it is about, and which version
 * of it.
 *
 * @param lane what it is processed in sequence with, or null
 * @param updatedAt null if the body does not say
 */
public record ShopifyBody(String lane, Instant updatedAt) {

  private static final String ORDER_LANE = "shopify:order:";

  private static final Set<String> NEEDED = Set.of("id", "order_id", "updated_at", "order_edit");

  /** Reads as much of a body as that; what is wrong with it is told when it is processed. */
  public static ShopifyBody peek(String topic, byte[] body) {
    if (topic.startsWith("customers/")) {
      return new ShopifyBody(UnreadablePayload.orNull(() -> ShopifyCustomer.laneIn(body)), null);
    }
    Payload root = UnreadablePayload.orNull(() -> Payload.peek(body, NEEDED));
    if (root == null) {
      return new ShopifyBody(null, null);
    }
    if (topic.startsWith("fulfillments/") || topic.startsWith("refunds/")) {
      return new ShopifyBody(lane(root.get("order_id")), version(root));
    }
    if (!topic.startsWith("orders/")) {
      // Whatever else tells of an order is kept with it.
      return new ShopifyBody(lane(root.get("order_id")), null);
    }
    Payload edit = root.get("order_edit");
    return edit.isObject()
        ? new ShopifyBody(lane(edit.get("order_id")), null)
        : new ShopifyBody(lane(root.get("id")), version(root));
  }

  private static String lane(Payload orderId) {
    return UnreadablePayload.orNull(() -> laneOf(orderId.id()));
  }

  /** What tells of an order is processed in sequence, and found together. */
  public static String laneOf(long shopifyOrderId) {
    return ORDER_LANE + shopifyOrderId;
  }

  /** Whether a lane, or null, is an order's. */
  public static boolean isOrderLane(String lane) {
    return lane != null && lane.startsWith(ORDER_LANE);
  }

  /** For the record; whether it is needed, and wrong, is told when it is processed. */
  private static Instant version(Payload root) {
    return UnreadablePayload.orNull(() -> root.get("updated_at").time().orElse(null));
  }
}
