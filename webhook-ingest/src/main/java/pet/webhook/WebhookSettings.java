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
 * @param waitingLimit after how long a delivery whose order does not come is given up; 72h unless
 *     told
 * @param shops domains of the Shopify shops that are ours, comma-separated; blank: any whose
 *     deliveries a secret of ours signed
 * @param bounds how much of the process deliveries may take before they are stored
 * @param retention how long the log is kept
 * @param lagLimit from which lag on the health check complains; 60s unless told
 * @param reconciliation how our orders are compared with the shop's
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
    Duration waitingLimit,
    Duration lagLimit,
    String shops,
    IntakeLimits bounds,
    Retention retention,
    ReconciliationSettings reconciliation) {

  public WebhookSettings {
    shopifySecrets = Optional.ofNullable(shopifySecrets).orElse(new Secret(""));
    stripeSecrets = Optional.ofNullable(stripeSecrets).orElse(new Secret(""));
    standardSecrets = standardSecrets == null ? Map.of() : Map.copyOf(standardSecrets);
    tolerance = Optional.ofNullable(tolerance).orElse(Duration.minutes(5));
    workers = Optional.ofNullable(workers).orElse(4);
    firstRetry = Optional.ofNullable(firstRetry).orElse(Duration.seconds(1));
    maxAttempts = Optional.ofNullable(maxAttempts).orElse(12);
    waitingRecheck = Optional.ofNullable(waitingRecheck).orElse(Duration.minutes(10));
    waitingLimit = Optional.ofNullable(waitingLimit).orElse(Duration.hours(72));
    shops = Optional.ofNullable(shops).orElse("");
    bounds = Optional.ofNullable(bounds).orElse(new IntakeLimits(null, null, null, null));
    retention = Optional.ofNullable(retention).orElse(new Retention(null, null, null, null));
    reconciliation =
        Optional.ofNullable(reconciliation)
            .orElse(
                new ReconciliationSettings(
                    null, null, null, null, null, null, null, null, null, null));
    lagLimit = Optional.ofNullable(lagLimit).orElse(Duration.seconds(60));
    positive("workers", workers > 0);
    positive("tolerance", tolerance.toMilliseconds() > 0);
    positive("maxAttempts", maxAttempts > 0);
    positive("firstRetry", firstRetry.toMilliseconds() > 0);
    positive("waitingRecheck", waitingRecheck.toMilliseconds() > 0);
    positive("waitingLimit", waitingLimit.toMilliseconds() > 0);
    positive("lagLimit", lagLimit.toMilliseconds() > 0);
  }

  static void positive(String name, boolean is) {
    if (!is) {
      throw new IllegalArgumentException("setting webhook." + name + " must be positive");
    }
  }
}
