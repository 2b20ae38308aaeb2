package pet.webhook.shopify;

import java.time.Instant;
import java.util.Set;
import java.util.function.Supplier;
import pet.domain.DomainException;
import pet.domain.InvalidInput;
import pet.webhook.payload.Payload;

/**
 * A body as far as it has to be understood before it is stored: that it is JSON, whose order it is
 * about, and which version of it.
 *
 * @param lane what it is processed in sequence with, or null
 * @param updatedAt null if the body does not say
 */
public record ShopifyBody(String lane, Instant updatedAt) {

  private static final Set<String> NEEDED = Set.of("id", "order_id", "updated_at", "order_edit");

  /**
   * Reads as much of a body as that.
   *
   * @throws DomainException {@code MALFORMED_BODY} if it is not JSON; {@code INVALID_INPUT} if it
   *     is about an order and does not say which
   */
  public static ShopifyBody peek(String topic, byte[] body) {
    if (topic.startsWith("customers/")) {
      return new ShopifyBody(orNull(() -> ShopifyCustomer.read(body).lane()), null);
    }
    Payload root = Payload.peek(body, NEEDED);
    if (topic.startsWith("fulfillments/") || topic.startsWith("refunds/")) {
      return new ShopifyBody(laneOf(root.get("order_id").id()), version(root));
    }
    if (!topic.startsWith("orders/")) {
      // Whatever else tells of an order is kept with it.
      return new ShopifyBody(orNull(() -> laneOf(root.get("order_id").id())), null);
    }
    if (!root.isObject()) {
      throw root.wrong("must be an object");
    }
    Payload edit = root.get("order_edit");
    if (edit.isObject()) {
      return new ShopifyBody(laneOf(edit.get("order_id").id()), null);
    }
    return new ShopifyBody(laneOf(root.get("id").id()), version(root));
  }

  /** What tells of an order is processed in sequence, and found together. */
  public static String laneOf(long shopifyOrderId) {
    return "shopify:order:" + shopifyOrderId;
  }

  /** For the record; whether it is needed, and wrong, is told when it is processed. */
  private static Instant version(Payload root) {
    return orNull(() -> root.get("updated_at").time().orElse(null));
  }

  private static <T> T orNull(Supplier<T> value) {
    try {
      return value.get();
    } catch (InvalidInput e) {
      return null;
    }
  }
}
