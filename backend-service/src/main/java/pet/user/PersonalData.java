package pet.user;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import pet.domain.Caller;
import pet.domain.Page;
import pet.domain.Person;
import pet.domain.analytics.Analytics;
import pet.domain.analytics.PersonalCounts;
import pet.domain.builder.Designs;
import pet.domain.builder.PersonalDesign;
import pet.domain.order.Orders;
import pet.domain.order.PersonalOrder;
import pet.domain.webhook.PersonalDelivery;
import pet.domain.webhook.Traces;
import pet.domain.webhook.Webhooks;

/**
 * All that the store knows of a person, wherever it is: each module tells, and erases, its own. A
 * module that is away fails the whole with {@code UNAVAILABLE}; what was erased by then stays so,
 * and a repeat does the rest.
 */
final class PersonalData {

  private final UserService users;
  private final PreferencesService preferences;
  private final Neighbours neighbours;
  private final Clock clock;

  /** The modules that know people, too. */
  record Neighbours(Designs designs, Orders orders, Webhooks webhooks, Analytics analytics) {}

  PersonalData(
      UserService users, PreferencesService preferences, Neighbours neighbours, Clock clock) {
    this.users = users;
    this.preferences = preferences;
    this.neighbours = neighbours;
    this.clock = clock;
  }

  /**
   * What is known of a person.
   *
   * @param analytics the numbers that they may be counted in
   */
  record Export(
      Instant exportedAt,
      Profile profile,
      Preferences preferences,
      List<PersonalDesign> designs,
      List<PersonalOrder> orders,
      List<PersonalDelivery> deliveries,
      PersonalCounts analytics) {

    @Override
    public String toString() {
      return "Export[" + profile + "]";
    }
  }

  Export export(Caller caller) {
    Profile profile = users.seen(caller);
    Person person = person(caller, profile);
    List<PersonalOrder> orders = orders(person);
    return new Export(
        clock.instant().truncatedTo(ChronoUnit.MICROS),
        profile,
        preferences.find(caller.subject()).preferences(),
        all(cursor -> neighbours.designs().export(person, cursor)),
        orders,
        all(cursor -> neighbours.webhooks().export(traces(person, orders), cursor)),
        neighbours.analytics().counts());
  }

  /**
   * What an erasure found and erased; a repeat finds what is left.
   *
   * @param orders they stay in the books, as nobody's; what was delivered of them is erased
   */
  record Erasure(Instant erasedAt, int designs, int orders) {}

  /**
   * Erases a person. Each step needs only what later ones erase: deliveries are found by the
   * orders, orders by the address in the profile, and the profile goes last.
   */
  Erasure erase(Caller caller) {
    Person person = person(caller, users.find(caller.subject()).orElse(null));
    int designs = all(cursor -> neighbours.designs().export(person, cursor)).size();
    neighbours.designs().erase(person);
    List<PersonalOrder> orders = orders(person);
    neighbours.webhooks().erase(traces(person, orders));
    neighbours.orders().erase(person);
    users.erase(caller.subject());
    return new Erasure(clock.instant().truncatedTo(ChronoUnit.MICROS), designs, orders.size());
  }

  private static Person person(Caller caller, Profile profile) {
    Set<String> emails = new HashSet<>();
    caller.email().ifPresent(emails::add);
    if (profile != null && profile.email() != null) {
      emails.add(profile.email());
    }
    return new Person(caller.subject(), emails);
  }

  private List<PersonalOrder> orders(Person person) {
    return all(cursor -> neighbours.orders().export(person, cursor));
  }

  private static Traces traces(Person person, List<PersonalOrder> orders) {
    return new Traces(
        person.userId(),
        orders.stream().map(PersonalOrder::shopifyOrderId).collect(Collectors.toSet()));
  }

  private static <T> List<T> all(Function<String, Page<T>> pages) {
    List<T> all = new ArrayList<>();
    String cursor = null;
    do {
      Page<T> page = pages.apply(cursor);
      all.addAll(page.items());
      cursor = page.nextCursor();
    } while (cursor != null);
    return all;
  }
}
