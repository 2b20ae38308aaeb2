package pet.webhook.admin;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/**
 * What an answer says of the bucket of points that questions are paid from.
 *
 * @see <a href="https://shopify.dev/docs/api/usage/limits">Shopify's limits</a>
 */
final class Throttle {

  private static final Duration MOST = Duration.ofSeconds(30);

  private Throttle() {}

  /**
   * How long to wait until the same question can be paid again; zero if it can, or nobody tells.
   */
  static Duration until(JsonNode answer) {
    JsonNode cost = answer.path("extensions").path("cost");
    JsonNode status = cost.path("throttleStatus");
    double missing =
        cost.path("requestedQueryCost").asDouble(0) - status.path("currentlyAvailable").asDouble(0);
    double rate = status.path("restoreRate").asDouble(0);
    if (status.isMissingNode() || missing <= 0 || rate <= 0) {
      return Duration.ZERO;
    }
    return shorter(Duration.ofMillis((long) Math.ceil(1000 * missing / rate)));
  }

  /** Whether the answer is that there are too few points. */
  static boolean refuses(JsonNode answer) {
    for (JsonNode error : answer.path("errors")) {
      if ("THROTTLED".equals(error.path("extensions").path("code").asText())
          || "Throttled".equals(error.path("message").asText())) {
        return true;
      }
    }
    return false;
  }

  static Duration shorter(Duration pause) {
    return pause.compareTo(MOST) > 0 ? MOST : pause;
  }
}
