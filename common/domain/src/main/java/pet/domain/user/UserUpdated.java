package pet.domain.user;

import pet.domain.DomainEvent;
import pet.domain.EventName;

/** A person's profile or preferences changed. */
@EventName("user.updated")
public record UserUpdated(String userId) implements DomainEvent {
  @Override
  public String subject() {
    return userId;
  }
}
