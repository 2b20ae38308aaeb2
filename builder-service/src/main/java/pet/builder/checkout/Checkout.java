package pet.builder.checkout;

import java.util.List;
import java.util.Map;
import pet.domain.builder.DesignId;
import pet.domain.builder.PriceBreakdown;

/**
 * A design on its way into the shop's cart.
 *
 * @param price of one piece, as it was when the revision was made
 * @param items what Shopify's {@code POST /cart/add.js} takes under the same name
 * @param cartUrl opens the shop's cart with the design in it; null if no shop is configured
 */
record Checkout(
    DesignId designId, int revision, PriceBreakdown price, List<Line> items, String cartUrl) {

  /**
   * A line of the cart.
   *
   * @param id the product variant; a string, for it may be beyond what a double holds
   * @param properties those that begin with an underscore are not shown to the customer
   */
  record Line(String id, int quantity, Map<String, String> properties) {}
}
