package pet.domain.builder;

import pet.domain.DomainEvent;
import pet.domain.EventName;

/** A design was deleted by its owner. */
@EventName("design.deleted")
public record DesignDeleted(String designId, String userId) implements DomainEvent {
  @Override
  public String subject() {
    return designId;
  }
}
