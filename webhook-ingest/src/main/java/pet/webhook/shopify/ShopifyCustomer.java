package pet.webhook.shopify;

import java.util.List;
import pet.webhook.payload.Payload;

/**
 * Whom a compliance topic is about.
 *
 * @param email null if not told; personal: never logged
 * @param orders the shop's ids of the orders that it names
 */
public record ShopifyCustomer(long id, String email, List<Long> orders) {

  /** What tells of a customer is found together. */
  public String lane() {
    return "shopify:customer:" + id;
  }

  /**
   * Reads a body.
   *
   * @throws pet.domain.InvalidInput if it does not say whom
   */
  public static ShopifyCustomer read(byte[] body) {
    return read(Payload.parse(body));
  }

  static ShopifyCustomer read(Payload root) {
    return new ShopifyCustomer(
        root.get("customer").get("id").id(),
        root.get("customer").get("email").text().orElse(null),
        root.get("orders_to_redact").elements().stream().map(Payload::id).toList());
  }

  @Override
  public String toString() {
    return "ShopifyCustomer[" + id + "]";
  }
}
