package pet.domain.user;

import pet.domain.DomainEvent;
import pet.domain.EventName;

/** A person was erased. */
@EventName("user.deleted")
public record UserDeleted(String userId) implements DomainEvent {
  @Override
  public String subject() {
    return userId;
  }
}
