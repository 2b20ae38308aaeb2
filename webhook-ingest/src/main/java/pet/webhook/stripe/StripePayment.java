package pet.webhook.stripe;

import java.time.Instant;
import pet.webhook.payload.Payload;

/**
 * A payment that succeeded.
 *
 * @param shopifyOrderId the order it was for; null if its metadata names none
 */
public record StripePayment(Long shopifyOrderId, Instant at) {

  /** Reads the event that tells of it. */
  public static StripePayment read(byte[] body) {
    Payload event = Payload.parse(body);
    return new StripePayment(
        StripeEvent.orderId(event).orElse(null), Instant.ofEpochSecond(event.get("created").id()));
  }
}
