package pet.user;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.core.StreamingOutput;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import pet.domain.Caller;
import pet.domain.Page;
import pet.domain.Person;
import pet.domain.analytics.PersonalCounts;
import pet.domain.builder.PersonalDesign;
import pet.domain.order.PersonalOrder;
import pet.domain.webhook.PersonIdentifiers;
import pet.domain.webhook.PersonalDelivery;
import pet.platform.http.PagedJson;

/** All that the store knows of a person, wherever it is. */
final class PersonalData {

  private final UserService users;
  private final PreferencesService preferences;
  private final OtherModules others;
  private final ObjectMapper json;
  private final Clock clock;

  PersonalData(
      UserService users,
      PreferencesService preferences,
      OtherModules others,
      ObjectMapper json,
      Clock clock) {
    this.users = users;
    this.preferences = preferences;
    this.others = others;
    this.json = json;
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

  /** Written page by page, as an {@link Export}: it may be larger than what a process can hold. */
  StreamingOutput export(Caller caller) {
    Profile profile = users.seen(caller);
    Person person = person(caller, profile);
    Preferences chosen = preferences.find(caller.subject()).preferences();
    Page<PersonalDesign> designs = others.designs().export(person, null);
    Page<PersonalOrder> orders = others.orders().export(person, null);
    Set<Long> ids = new TreeSet<>();
    orders.items().forEach(order -> ids.add(order.shopifyOrderId()));
    // Fails now if the webhook module is away; its deliveries are found by the ids of all orders.
    others.webhooks().count(identifiers(person, ids));
    PersonalCounts counts = others.analytics().counts();
    return PagedJson.of(
        json,
        answer -> {
          answer
              .value("exportedAt", clock.instant().truncatedTo(ChronoUnit.MICROS))
              .value("profile", profile)
              .value("preferences", chosen)
              .list("designs", designs, c -> others.designs().export(person, c), design -> {})
              .list(
                  "orders",
                  orders,
                  c -> others.orders().export(person, c),
                  order -> ids.add(order.shopifyOrderId()));
          PersonIdentifiers identifiers = identifiers(person, ids);
          answer
              .list(
                  "deliveries",
                  others.webhooks().export(identifiers, null),
                  c -> others.webhooks().export(identifiers, c),
                  delivery -> {})
              .value("analytics", counts);
        });
  }

  private static PersonIdentifiers identifiers(Person person, Set<Long> orders) {
    return new PersonIdentifiers(person.userId(), person.emails(), orders, Set.of());
  }

  /**
   * The caller as other modules know them: by all of their addresses.
   *
   * @param profile null if there is none
   */
  static Person person(Caller caller, Profile profile) {
    Set<String> emails = new HashSet<>();
    caller.email().ifPresent(emails::add);
    if (profile != null && profile.email() != null) {
      emails.add(profile.email());
    }
    return new Person(caller.subject(), emails);
  }
}
