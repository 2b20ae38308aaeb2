package pet.user;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import pet.domain.Caller;
import pet.domain.Person;
import pet.domain.analytics.PersonalCounts;
import pet.domain.builder.PersonalDesign;
import pet.domain.order.PersonalOrder;
import pet.domain.webhook.PersonalDelivery;
import pet.domain.webhook.Traces;

/** All that the store knows of a person, wherever it is. */
final class PersonalData {

  private final UserService users;
  private final PreferencesService preferences;
  private final OtherModules others;
  private final Clock clock;

  PersonalData(
      UserService users, PreferencesService preferences, OtherModules others, Clock clock) {
    this.users = users;
    this.preferences = preferences;
    this.others = others;
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
    List<PersonalOrder> orders = others.ordersOf(person);
    return new Export(
        clock.instant().truncatedTo(ChronoUnit.MICROS),
        profile,
        preferences.find(caller.subject()).preferences(),
        others.designsOf(person),
        orders,
        others.deliveriesOf(new Traces(person.userId(), OtherModules.ids(orders))),
        others.analytics().counts());
  }

  /**
   * Whom a caller is known as: by every address of theirs.
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
