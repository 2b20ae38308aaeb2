package pet.domain.webhook;

import java.time.Instant;
import pet.domain.InvalidInput;

/**
 * All deliveries of a shop and of its payments, to be erased when the shop is closed.
 *
 * @param shop its domain
 * @param until those that arrived later are not meant
 */
public record ShopDeliveries(String shop, Instant until) {

  /**
   * @throws InvalidInput if the shop or the time is missing
   */
  public ShopDeliveries {
    if (shop == null || shop.isBlank() || until == null) {
      throw new InvalidInput("shop", "and until are required");
    }
  }
}
