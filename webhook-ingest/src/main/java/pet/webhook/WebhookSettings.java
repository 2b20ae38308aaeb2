package pet.webhook;

import io.dropwizard.util.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import pet.platform.Secret;
import pet.platform.Stage;

/**
 * The section {@code webhook}.
 *
 * @param shopifySecrets comma-separated, newest first; a delivery is good if any of them signed it
 * @param workers how many lanes are processed side by side; 4 unless told
 * @param firstRetry how long after the first failure the second attempt is made; 1s unless told
 * @param maxAttempts after how many a delivery is given up; 12 unless told, which is about 4 hours
 * @param waitingRecheck how often a delivery that waits for its order asks again without being told
 *     to; 10m unless told
 * @param lagLimit from which lag on the health check complains; 60s unless told
 */
public record WebhookSettings(
    Secret shopifySecrets,
    Integer workers,
    Duration firstRetry,
    Integer maxAttempts,
    Duration waitingRecheck,
    Duration lagLimit) {

  static final String DEVELOPMENT_SHOPIFY_SECRET = "dev-shopify-secret";

  public WebhookSettings {
    shopifySecrets = Optional.ofNullable(shopifySecrets).orElse(new Secret(""));
    workers = Optional.ofNullable(workers).orElse(4);
    firstRetry = Optional.ofNullable(firstRetry).orElse(Duration.seconds(1));
    maxAttempts = Optional.ofNullable(maxAttempts).orElse(12);
    waitingRecheck = Optional.ofNullable(waitingRecheck).orElse(Duration.minutes(10));
    lagLimit = Optional.ofNullable(lagLimit).orElse(Duration.seconds(60));
    positive("workers", workers > 0);
    positive("maxAttempts", maxAttempts > 0);
    positive("firstRetry", firstRetry.toMilliseconds() > 0);
    positive("waitingRecheck", waitingRecheck.toMilliseconds() > 0);
    positive("lagLimit", lagLimit.toMilliseconds() > 0);
  }

  private static void positive(String name, boolean is) {
    if (!is) {
      throw new IllegalArgumentException("setting webhook." + name + " must be positive");
    }
  }

  /**
   * The secrets that verify, newest first.
   *
   * @throws IllegalArgumentException in production, if there is none or one is development's
   */
  List<Secret> activeShopifySecrets(Stage stage) {
    List<String> secrets =
        shopifySecrets.isBlank()
            ? List.of()
            : Arrays.stream(shopifySecrets.value().split(",", -1))
                .map(String::strip)
                .filter(s -> !s.isEmpty())
                .toList();
    if (stage.isDevelopment()) {
      secrets = secrets.isEmpty() ? List.of(DEVELOPMENT_SHOPIFY_SECRET) : secrets;
    } else if (secrets.isEmpty() || secrets.contains(DEVELOPMENT_SHOPIFY_SECRET)) {
      throw new IllegalArgumentException(
          "setting webhook.shopifySecrets (SHOPIFY_WEBHOOK_SECRETS) must hold the shop's own"
              + " secrets in production");
    }
    return secrets.stream().map(Secret::new).toList();
  }
}
