package pet.webhook;

import io.dropwizard.util.Duration;
import java.util.Optional;

/**
 * How long the log is kept, from the arrival on. What is not processed yet is kept whatever its
 * age.
 *
 * @param bodies and headers, which tell of people; a delivery without its body cannot be replayed;
 *     30d unless told
 * @param deliveries the rows and their history; 90d unless told
 * @param keys by which a duplicate is known, also of a delivery that is gone; 400d unless told
 * @param every how often is looked for what is too old; 10m unless told
 */
public record Retention(Duration bodies, Duration deliveries, Duration keys, Duration every) {

  public Retention {
    bodies = Optional.ofNullable(bodies).orElse(Duration.days(30));
    deliveries = Optional.ofNullable(deliveries).orElse(Duration.days(90));
    keys = Optional.ofNullable(keys).orElse(Duration.days(400));
    every = Optional.ofNullable(every).orElse(Duration.minutes(10));
    WebhookSettings.positive("retention.bodies", bodies.toMilliseconds() > 0);
    WebhookSettings.positive("retention.every", every.toMilliseconds() > 0);
    if (bodies.compareTo(deliveries) > 0 || deliveries.compareTo(keys) > 0) {
      throw new IllegalArgumentException(
          "setting webhook.retention: bodies must not be kept longer than deliveries,"
              + " nor deliveries longer than keys");
    }
  }
}
