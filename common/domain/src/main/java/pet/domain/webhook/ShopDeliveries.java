package pet.domain.webhook;

import java.time.Instant;
import pet.domain.InvalidInput;

/**
 * All that was delivered of a shop and of its payments.
 *
 * @param shop its domain
 * @param until by arrival
 */
public record ShopEnd(String shop, Instant until) {

  /**
   * @throws InvalidInput if it does not say which, or until when
   */
  public ShopEnd {
    if (shop == null || shop.isBlank() || until == null) {
      throw new InvalidInput("shop", "and until are required");
    }
  }
}
