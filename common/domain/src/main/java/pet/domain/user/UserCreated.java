package pet.domain.user;

import pet.domain.DomainEvent;
import pet.domain.EventName;

/** A person was seen for the first time. */
@EventName("user.created")
public record UserCreated(String userId) implements DomainEvent {
  @Override
  public String subject() {
    return userId;
  }
}
