package pet.builder.checkout;

import io.swagger.v3.oas.annotations.media.Schema;
import pet.domain.InvalidInput;

/**
 * How many pieces go into the cart.
 *
 * @param quantity null for 1
 */
record CheckoutRequest(
    @Schema(minimum = "1", maximum = "" + CheckoutRequest.MAX) Integer quantity) {

  static final CheckoutRequest ONE = new CheckoutRequest(1);

  static final int MAX = 100;

  /**
   * Checks it.
   *
   * @throws InvalidInput if the quantity is out of range
   */
  CheckoutRequest {
    quantity = quantity == null ? 1 : quantity;
    if (quantity < 1 || quantity > MAX) {
      throw new InvalidInput("quantity", "must be a whole number from 1 to " + MAX);
    }
  }
}
