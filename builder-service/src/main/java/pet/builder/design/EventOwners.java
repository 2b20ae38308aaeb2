package pet.builder.design;

import com.codahale.metrics.Meter;
import com.codahale.metrics.MetricRegistry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pet.domain.DomainException;
import pet.domain.Person;
import pet.domain.user.Privacy;
import pet.domain.user.Users;
import pet.platform.Coalescer;

/**
 * Whose id an event about a design may carry. The user module is asked for each event, as an answer
 * kept from before would not know of an opt-out; for events at the same time in one call. Where it
 * cannot tell, the event carries nobody's: the design counts all the same, and nobody waits for the
 * person. To be asked before a transaction is begun, for the answer may come from another process.
 */
public final class EventOwners {

  private static final Logger LOG = LoggerFactory.getLogger(EventOwners.class);

  private final Coalescer<String, Privacy> users;
  private final Meter unknown;

  public EventOwners(Users users, MetricRegistry metrics) {
    this.users = new Coalescer<>(people -> choices(users.privacy(people)), Users.MOST);
    unknown = metrics.meter("builder.events.privacy-unknown");
  }

  private static Map<String, Privacy> choices(List<Users.Choice> answer) {
    // A module that answers nothing is no reason to fail: nobody's choice is known then.
    return Optional.ofNullable(answer).stream()
        .flatMap(List::stream)
        .collect(Collectors.toMap(Users.Choice::userId, Users.Choice::privacy));
  }

  /** The owner, or null. */
  public String of(String owner) {
    return privacy(owner).filter(Privacy::analytics).map(allowed -> owner).orElse(null);
  }

  private Optional<Privacy> privacy(String owner) {
    Optional<Privacy> privacy = Optional.empty();
    try {
      // Before it could spoil the call for the others.
      Person.checkUserId(owner);
      privacy = Optional.ofNullable(users.ask(owner));
    } catch (DomainException e) {
      LOG.debug("an event goes without its user id: {}", e.getMessage());
    }
    if (privacy.isEmpty()) {
      unknown.mark();
    }
    return privacy;
  }
}
