package pet.domain.builder;

import pet.domain.DomainEvent;
import pet.domain.EventName;

/**
 * A design got a share link; the token itself is a secret and not told.
 *
 * @param userId the token's subject, or null where the person opted out of analytics
 */
@EventName("design.shared")
public record DesignShared(String designId, String userId) implements DomainEvent {
  @Override
  public String subject() {
    return designId;
  }
}
