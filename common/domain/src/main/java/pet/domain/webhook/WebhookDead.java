package pet.domain.webhook;

import pet.domain.DomainEvent;
import pet.domain.EventName;

/** A delivery was given up after its last retry. */
@EventName("webhook.dead")
public record WebhookDead(String deliveryId, String source, String topic) implements DomainEvent {
  @Override
  public String subject() {
    return deliveryId;
  }
}
