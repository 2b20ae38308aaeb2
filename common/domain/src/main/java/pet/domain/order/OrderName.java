package pet.domain.order;

import pet.domain.InvalidInput;

/**
 * What an order may be called besides the shop's id.
 *
 * @param id our id, or the masked one; null for the number
 * @param number as the customer knows it, with or without what the shop puts around it; null for
 *     the id
 */
public record OrderName(String id, String number) {

  /**
   * @throws InvalidInput if it is not one of both
   */
  public OrderName {
    if ((id == null) == (number == null)) {
      throw new InvalidInput("name", "must be an id or a number");
    }
  }
}
