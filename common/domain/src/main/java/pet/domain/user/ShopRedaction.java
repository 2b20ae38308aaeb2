package pet.domain.user;

import java.time.Instant;
import pet.domain.InvalidInput;

/**
 * A shop is at its end, and all that it told of people is to go.
 *
 * @param shop its domain
 * @param until what came later is another beginning, and stays
 */
public record ShopRedaction(String shop, Instant until) {

  /**
   * @throws InvalidInput if it does not say which, or until when
   */
  public ShopRedaction {
    if (shop == null || !shop.matches("[\\x21-\\x7e]{1,200}")) {
      throw new InvalidInput("shop", "must be a domain");
    }
    if (until == null) {
      throw new InvalidInput("until", "is required");
    }
  }
}
