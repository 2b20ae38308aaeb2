package pet.webhook.shopify;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import pet.domain.Person;
import pet.webhook.payload.Payload;

/**
 * Whom a compliance topic is about.
 *
 * @param email null if not told; personal: never logged
 * @param orders the shop's ids of the orders that it names
 */
public record ShopifyCustomer(long id, String email, List<Long> orders) {

  /** As the order module knows them: by the address. */
  public Person person() {
    return new Person("shopify:" + id, email == null ? Set.of() : Set.of(email));
  }

  /** What tells of a customer is found together. */
  public String lane() {
    return laneOf(id);
  }

  /** The lane of whom a body names, or is. */
  static String laneIn(byte[] body) {
    Payload root = Payload.parse(body);
    Payload named = root.get("customer");
    return laneOf((named.isObject() ? named : root).get("id").id());
  }

  /** The lane of the customer with that id. */
  public static String laneOf(long id) {
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
        Stream.of("orders_to_redact", "orders_requested")
            .flatMap(orders -> root.get(orders).elements().stream())
            .map(Payload::id)
            .toList());
  }

  @Override
  public String toString() {
    return "ShopifyCustomer[" + id + "]";
  }
}
