package pet.domain.builder;

import java.util.List;
import java.util.Map;

/**
 * Designs on their way into the shop's cart.
 *
 * @param items what Shopify's {@code POST /cart/add.js} takes under the same name
 * @param cartUrl opens the shop's cart with the design in it; null if no shop is configured, or for
 *     several designs: a link has room for one
 */
public record Basket(List<Line> items, String cartUrl) {

  public Basket {
    items = List.copyOf(items);
  }

  /**
   * A line of the cart.
   *
   * @param id the product variant; a string, for it may be beyond what a double holds
   * @param properties the design and its revision
   */
  public record Line(String id, int quantity, Map<String, String> properties) {
    public Line {
      properties = Map.copyOf(properties);
    }
  }
}
