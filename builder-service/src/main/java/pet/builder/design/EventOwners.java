package pet.builder.design;

import com.codahale.metrics.Meter;
import com.codahale.metrics.MetricRegistry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
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

  private final Users users;
  private final Coalescer<String, Choice> together = new Coalescer<>(this::ask, Users.MOST);
  private final Meter unknown;

  public EventOwners(Users users, MetricRegistry metrics) {
    this.users = users;
    unknown = metrics.meter("builder.events.privacy-unknown");
  }

  /**
   * The caller's id, or null.
   *
   * @throws DomainException {@code UNAUTHENTICATED} if the token is of before they were erased
   */
  public String of(Caller caller) {
    String subject = caller.subject();
    // Who cannot be asked for is left out before it could spoil the call for the others.
    return named(caller, isPerson(subject) ? answer(() -> together.ask(subject), null) : null);
  }

  /**
   * What {@link #of(Caller)} says of each of these people, who are asked for in one call.
   *
   * @param subjects at most {@link Users#MOST}
   */
  Function<Caller, String> of(Set<String> subjects) {
    Set<String> askable =
        subjects.stream().filter(EventOwners::isPerson).collect(Collectors.toSet());
    Map<String, Choice> choices =
        askable.isEmpty() ? Map.of() : answer(() -> ask(askable), Map.<String, Choice>of());
    return caller -> named(caller, choices.get(caller.subject()));
  }

  private Map<String, Choice> ask(Set<String> people) {
    // A module that answers nothing is no reason to fail: nobody's choice is known then.
    return Optional.ofNullable(users.privacy(people)).stream()
        .flatMap(List::stream)
        .collect(Collectors.toMap(Choice::userId, choice -> choice));
  }

  private String named(Caller caller, Choice choice) {
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

  private static boolean isPerson(String owner) {
    try {
      Person.checkUserId(owner);
      return true;
    } catch (DomainException e) {
      return false;
    }
  }

  private static <T> T answer(Supplier<T> question, T otherwise) {
    try {
      return question.get();
    } catch (DomainException e) {
      LOG.debug("events go without their user ids: {}", e.getMessage());
      return otherwise;
    }
  }
}
