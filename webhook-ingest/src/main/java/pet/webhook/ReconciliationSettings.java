package pet.webhook;

import io.dropwizard.util.Duration;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import pet.platform.Secret;

/**
 * The section {@code webhook.reconciliation}: off without a token.
 *
 * @param shop the shop's own domain, such as {@code paws.myshopify.com}
 * @param apiVersion of the Admin API; 2026-07 unless told
 * @param accessToken of an app that may read orders
 * @param interval from one run to the next, on whichever replica; 10m unless told
 * @param lookBack how old a change the first run looks for; 7d unless told
 * @param overlap how far before the last run's end the next one begins; 1h unless told
 * @param settle how long a change is left to its webhook; 2m unless told
 * @param lease how soon another replica takes over from one that crashed at work; 1m unless told
 * @param timeout for one answer of Shopify; 15s unless told
 * @param url where the API is; the shop's unless told
 */
public record ReconciliationSettings(
    String shop,
    String apiVersion,
    Secret accessToken,
    Duration interval,
    Duration lookBack,
    Duration overlap,
    Duration settle,
    Duration lease,
    Duration timeout,
    URI url) {

  private static final Pattern DOMAIN = Pattern.compile("[a-z0-9][a-z0-9.-]{0,200}");
  private static final Pattern VERSION = Pattern.compile("\\d{4}-\\d{2}|unstable");
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  public ReconciliationSettings {
    accessToken = Optional.ofNullable(accessToken).orElse(new Secret(""));
    shop = Optional.ofNullable(shop).orElse("");
    apiVersion = Optional.ofNullable(apiVersion).orElse("2026-07");
    interval = Optional.ofNullable(interval).orElse(Duration.minutes(10));
    lookBack = Optional.ofNullable(lookBack).orElse(Duration.days(7));
    overlap = Optional.ofNullable(overlap).orElse(Duration.hours(1));
    settle = Optional.ofNullable(settle).orElse(Duration.minutes(2));
    lease = Optional.ofNullable(lease).orElse(Duration.minutes(1));
    timeout = Optional.ofNullable(timeout).orElse(Duration.seconds(15));
    WebhookSettings.positive("reconciliation.interval", interval.toMilliseconds() > 0);
    WebhookSettings.positive("reconciliation.lookBack", lookBack.toMilliseconds() > 0);
    WebhookSettings.positive("reconciliation.lease", lease.toMilliseconds() > 0);
    WebhookSettings.positive("reconciliation.timeout", timeout.toMilliseconds() > 0);
    if (!accessToken.isBlank()) {
      must("shop", "be the shop's domain", DOMAIN.matcher(shop).matches());
      must("apiVersion", "be such as 2026-07", VERSION.matcher(apiVersion).matches());
      url = Optional.ofNullable(url).orElse(ofShop(shop, apiVersion));
      // The token would be read on its way.
      must("url", "be https", isSafe(url));
    }
  }

  boolean isOn() {
    return !accessToken.isBlank();
  }

  private static URI ofShop(String shop, String version) {
    return URI.create("https://" + shop + "/admin/api/" + version + "/graphql.json");
  }

  private static boolean isSafe(URI url) {
    return "https".equals(url.getScheme())
        || ("http".equals(url.getScheme()) && LOOPBACK.contains(url.getHost()));
  }

  private static void must(String name, String what, boolean is) {
    if (!is) {
      throw new IllegalArgumentException(
          "setting webhook.reconciliation." + name + " must " + what);
    }
  }
}
