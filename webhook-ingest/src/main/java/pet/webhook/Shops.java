package pet.webhook;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import pet.domain.DomainException;
import pet.domain.ProblemCode;
import pet.webhook.WebhookMetrics.Reject;

/**
 * Our Shopify shops. The header that names a shop is not signed, so checking it only saves work;
 * where the shop matters, the one in the signed body is checked.
 */
final class Shops {

  private final Set<String> domains;
  private final WebhookMetrics metrics;

  /**
   * @param domains comma-separated; blank: any
   */
  Shops(String domains, WebhookMetrics metrics) {
    this.domains =
        Arrays.stream(domains.split(",", -1))
            .map(domain -> domain.strip().toLowerCase(Locale.ROOT))
            .filter(domain -> !domain.isEmpty())
            .collect(Collectors.toUnmodifiableSet());
    this.metrics = metrics;
  }

  /**
   * Whether a shop is one of ours.
   *
   * @param shop as it was told, or null
   */
  boolean isOurs(String shop) {
    return domains.isEmpty()
        || (shop != null && domains.contains(shop.strip().toLowerCase(Locale.ROOT)));
  }

  /** Whether this shop is our only one; null is none. */
  boolean isTheOnlyOne(String shop) {
    return domains.size() == 1 && isOurs(shop);
  }

  /**
   * Refuses what another shop sends, before its body is read.
   *
   * @param shop as it was told, or null
   * @throws DomainException {@code FORBIDDEN}
   */
  void check(String shop) {
    if (!isOurs(shop)) {
      metrics.rejected(ShopifyResource.SOURCE, Reject.OTHER_SHOP);
      throw new DomainException(ProblemCode.FORBIDDEN, "The shop is not ours.");
    }
  }
}
