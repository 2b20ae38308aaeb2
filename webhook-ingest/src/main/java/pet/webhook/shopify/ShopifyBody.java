package pet.webhook.shopify;

import java.time.Instant;
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

  /**
   * Reads as much of a body as that.
   *
   * @throws DomainException {@code MALFORMED_BODY} if it is not JSON; {@code INVALID_INPUT} if it
   *     is about an order and does not say which
   */
  public static ShopifyBody peek(String topic, byte[] body) {
    Payload root = Payload.parse(body);
    if (!topic.startsWith("orders/")) {
      return new ShopifyBody(null, null);
    }
    if (!root.isObject()) {
      throw root.wrong("must be an object");
    }
    return new ShopifyBody("shopify:order:" + root.get("id").id(), version(root));
  }

  /** For the record; whether it is needed, and wrong, is told when it is processed. */
  private static Instant version(Payload root) {
    try {
      return root.get("updated_at").time().orElse(null);
    } catch (InvalidInput e) {
      return null;
    }
  }
}
