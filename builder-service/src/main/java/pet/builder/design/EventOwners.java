package pet.builder.design;

import com.codahale.metrics.Meter;
import com.codahale.metrics.MetricRegistry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pet.domain.Caller;
import pet.domain.DomainException;
import pet.domain.Person;
import pet.domain.ProblemCode;
import pet.domain.user.Users;
import pet.domain.user.Users.Choice;
import pet.platform.Coalescer;

/**
 * Whose id an event about a design may carry, and whether its token may make any. The user module
 * is asked for each event, as an answer kept from before would not know of an opt-out or an
 * erasure; for events at the same time in one call. Where it cannot tell, the event carries
 * nobody's: the design counts all the same, and nobody waits for the person. To be asked before a
 * transaction is begun, for the answer may come from another process.
 */
public final class EventOwners {

  private static final Logger LOG = LoggerFactory.getLogger(EventOwners.class);

  private final Coalescer<String, Choice> users;
  private final Meter unknown;

  public EventOwners(Users users, MetricRegistry metrics) {
    this.users = new Coalescer<>(people -> choices(users.privacy(people)), Users.MOST);
    unknown = metrics.meter("builder.events.privacy-unknown");
  }

  private static Map<String, Choice> choices(List<Choice> answer) {
    // A module that answers nothing is no reason to fail: nobody's choice is known then.
    return Optional.ofNullable(answer).stream()
        .flatMap(List::stream)
        .collect(Collectors.toMap(Choice::userId, choice -> choice));
  }

  /**
   * The caller's id, or null.
   *
   * @throws DomainException {@code UNAUTHENTICATED} if the token is of before they were erased
   */
  public String of(Caller caller) {
    Choice choice = choice(caller.subject());
    if (choice == null || choice.privacy() == null) {
      unknown.mark();
      return null;
    }
    if (choice.bars(caller.issuedAt())) {
      throw new DomainException(
          ProblemCode.UNAUTHENTICATED, "The token's user is erased. Log in anew.");
    }
    return choice.privacy().analytics() ? caller.subject() : null;
  }

  private Choice choice(String owner) {
    try {
      // Before it could spoil the call for the others.
      Person.checkUserId(owner);
      return users.ask(owner);
    } catch (DomainException e) {
      LOG.debug("an event goes without its user id: {}", e.getMessage());
      return null;
    }
  }
}
