package pet.webhook;

import io.dropwizard.util.Duration;
import java.util.Map;
import java.util.Optional;
import pet.platform.Secret;

/**
 * The section {@code webhook}.
 *
 * @param shopifySecrets comma-separated, newest first; a delivery is good if any of them signed it
 * @param stripeSecrets the same of Stripe
 * @param standardSecrets the same of each sender of Standard Webhooks, by its name in lower case
 * @param tolerance how far a signed time may be from ours; 5m unless told
 * @param workers how many lanes are processed side by side; 4 unless told
 * @param firstRetry how long after the first failure the second attempt is made; 1s unless told
 * @param maxAttempts after how many a delivery is given up; 12 unless told, which is about 4 hours
 * @param waitingRecheck how often a delivery that waits for its order asks again without being told
 *     to; 10m unless told
 * @param lagLimit from which lag on the health check complains; 60s unless told
 */
public record WebhookSettings(
    Secret shopifySecrets,
    Secret stripeSecrets,
    Map<String, Secret> standardSecrets,
    Duration tolerance,
    Integer workers,
    Duration firstRetry,
    Integer maxAttempts,
    Duration waitingRecheck,
    Duration lagLimit) {

  public WebhookSettings {
    shopifySecrets = Optional.ofNullable(shopifySecrets).orElse(new Secret(""));
    stripeSecrets = Optional.ofNullable(stripeSecrets).orElse(new Secret(""));
    standardSecrets = standardSecrets == null ? Map.of() : Map.copyOf(standardSecrets);
    tolerance = Optional.ofNullable(tolerance).orElse(Duration.minutes(5));
    workers = Optional.ofNullable(workers).orElse(4);
    firstRetry = Optional.ofNullable(firstRetry).orElse(Duration.seconds(1));
    maxAttempts = Optional.ofNullable(maxAttempts).orElse(12);
    waitingRecheck = Optional.ofNullable(waitingRecheck).orElse(Duration.minutes(10));
    lagLimit = Optional.ofNullable(lagLimit).orElse(Duration.seconds(60));
    positive("workers", workers > 0);
    positive("tolerance", tolerance.toMilliseconds() > 0);
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
}
