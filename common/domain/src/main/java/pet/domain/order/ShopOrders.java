package pet.domain.order;

import java.util.Set;
import pet.domain.InvalidInput;

/**
 * Orders as the shop names them.
 *
 * @param shopifyOrderIds the shop's ids, which exceed 2^53; may be empty
 */
public record ShopOrders(Set<Long> shopifyOrderIds) {

  /** More are not asked for at once. */
  public static final int MOST = 250;

  public ShopOrders {
    shopifyOrderIds = shopifyOrderIds == null ? Set.of() : Set.copyOf(shopifyOrderIds);
    if (shopifyOrderIds.size() > MOST) {
      throw new InvalidInput("shopifyOrderIds", "must be at most " + MOST);
    }
  }
}
