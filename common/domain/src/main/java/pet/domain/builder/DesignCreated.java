package pet.domain.builder;

import pet.domain.DomainEvent;
import pet.domain.EventName;

/**
 * A design was saved for the first time.
 *
 * @param userId the token's subject, or null where the person opted out of analytics
 * @param font of the text on it; null without a text
 */
@EventName("design.created")
public record DesignCreated(
    String designId,
    String userId,
    int revision,
    HarnessSize size,
    String colorId,
    String hardwareId,
    Personalization.Font font)
    implements DomainEvent {
  @Override
  public String subject() {
    return designId;
  }
}
