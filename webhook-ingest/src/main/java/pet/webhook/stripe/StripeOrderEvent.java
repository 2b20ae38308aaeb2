package pet.webhook.stripe;

import java.time.Instant;
import pet.domain.order.OrderName;
import pet.webhook.payload.Payload;
import pet.webhook.payload.UnreadablePayload;

/**
 * What an event tells of an order.
 *
 * @param shopifyOrderId the order it is about; null if its metadata do not name it by that
 * @param order what else they name it by; null if by nothing
 * @param at when it happened; null if it does not say
 */
public record StripeOrderEvent(Long shopifyOrderId, OrderName order, Instant at) {

  /** Reads an event. That money came is so whenever it came. */
  public static StripeOrderEvent read(byte[] body) {
    Payload event = Payload.parse(body);
    StripeOrder named = StripeOrder.read(event);
    return new StripeOrderEvent(
        named.shopifyId(),
        named.name(),
        UnreadablePayload.orNull(() -> StripeEvent.createdAt(event)));
  }
}
