package pet.domain.builder;

import pet.domain.DomainEvent;
import pet.domain.EventName;

/**
 * A design was deleted by its owner.
 *
 * @param userId the token's subject, or null where the person opted out of analytics or was erased
 */
@EventName("design.deleted")
public record DesignDeleted(String designId, String userId) implements DomainEvent {
  @Override
  public String subject() {
    return designId;
  }
}
