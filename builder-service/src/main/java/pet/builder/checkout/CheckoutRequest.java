package pet.builder.checkout;

import pet.domain.InvalidInput;

/**
 * How many pieces go into the cart.
 *
 * @param quantity from 1 to 100; 1 unless told
 */
record CheckoutRequest(Integer quantity) {

  static final CheckoutRequest ONE = new CheckoutRequest(1);

  private static final int MAX = 100;

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
