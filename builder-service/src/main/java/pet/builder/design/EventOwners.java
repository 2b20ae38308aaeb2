package pet.builder.design;

import com.codahale.metrics.Meter;
import com.codahale.metrics.MetricRegistry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
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

  private final Users users;
  private final Coalescer<String, Privacy> together = new Coalescer<>(this::ask, Users.MOST);
  private final Meter unknown;

  public EventOwners(Users users, MetricRegistry metrics) {
    this.users = users;
    unknown = metrics.meter("builder.events.privacy-unknown");
  }

  /** The owner, or null. */
  public String of(String owner) {
    // Who cannot be asked for is left out before it could spoil the call for the others.
    Privacy choice = isPerson(owner) ? answer(() -> together.ask(owner)).orElse(null) : null;
    return allows(choice) ? owner : null;
  }

  /**
   * Of these people, those whose id events may carry.
   *
   * @param people at most {@link Users#MOST}
   */
  Set<String> of(Set<String> people) {
    Set<String> askable = people.stream().filter(EventOwners::isPerson).collect(Collectors.toSet());
    Map<String, Privacy> choices =
        askable.isEmpty() ? Map.of() : answer(() -> ask(askable)).orElse(Map.of());
    return people.stream().filter(one -> allows(choices.get(one))).collect(Collectors.toSet());
  }

  private Map<String, Privacy> ask(Set<String> people) {
    // A module that answers nothing is no reason to fail: nobody's choice is known then.
    return Optional.ofNullable(users.privacy(people)).stream()
        .flatMap(List::stream)
        .collect(Collectors.toMap(Users.Choice::userId, Users.Choice::privacy));
  }

  private static boolean isPerson(String owner) {
    try {
      Person.checkUserId(owner);
      return true;
    } catch (DomainException e) {
      return false;
    }
  }

  private static <T> Optional<T> answer(Supplier<T> question) {
    try {
      return Optional.ofNullable(question.get());
    } catch (DomainException e) {
      LOG.debug("events go without their user ids: {}", e.getMessage());
      return Optional.empty();
    }
  }

  private boolean allows(Privacy choice) {
    if (choice == null) {
      unknown.mark();
    }
    return choice != null && choice.analytics();
  }
}
