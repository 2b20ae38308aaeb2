package pet.domain.webhook;

import pet.domain.DomainEvent;
import pet.domain.EventName;

/** A verified delivery was stored. */
@EventName("webhook.received")
public record WebhookReceived(String deliveryId, String source, String topic)
    implements DomainEvent {
  @Override
  public String subject() {
    return deliveryId;
  }
}
