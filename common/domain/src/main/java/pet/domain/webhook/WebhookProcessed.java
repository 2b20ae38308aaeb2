package pet.domain.webhook;

import pet.domain.DomainEvent;
import pet.domain.EventName;

/**
 * A delivery was processed.
 *
 * @param lagMillis from its arrival to the end of its processing
 */
@EventName("webhook.processed")
public record WebhookProcessed(String deliveryId, String source, String topic, long lagMillis)
    implements DomainEvent {
  @Override
  public String subject() {
    return deliveryId;
  }
}
