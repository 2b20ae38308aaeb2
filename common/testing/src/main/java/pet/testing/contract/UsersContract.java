package pet.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static pet.testing.contract.Refused.assertInvalid;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import pet.domain.FieldError;
import pet.domain.user.CustomerRedaction;
import pet.domain.user.Login;
import pet.domain.user.LoginDeletion;
import pet.domain.user.Privacy;
import pet.domain.user.ShopRedaction;
import pet.domain.user.Users;
import pet.domain.user.Users.Choice;

/** What the user module promises its neighbours. */
public abstract class UsersContract {

  private final String person = "user_" + UUID.randomUUID();

  /** As the place in question calls it. */
  protected abstract Users users();

  /** A person has just chosen. */
  protected abstract void choose(String userId, Privacy privacy);

  /** A person was erased. */
  protected abstract void erase(String userId);

  /** As the profile has it; null if it has none. */
  protected abstract String email(String userId);

  private Choice choice(String userId) {
    List<Choice> answer = users().privacy(Collections.singleton(userId));
    assertThat(answer).extracting(Choice::userId).containsExactly(userId);
    return answer.get(0);
  }

  private Privacy privacy(String userId) {
    return choice(userId).privacy();
  }

  @Test
  void everybodyAskedForIsAnswered() {
    String other = "user_" + UUID.randomUUID();
    choose(person, new Privacy(false, true));
    choose(other, new Privacy(true, false));

    assertThat(users().privacy(Set.of(person, other, "nobody")))
        .containsExactlyInAnyOrder(
            new Choice(person, new Privacy(false, true)),
            new Choice(other, new Privacy(true, false)),
            new Choice("nobody", Privacy.DEFAULT));
    assertThat(users().privacy(Set.of())).isEmpty();
  }

  @Test
  void tooManyAtOnceAreRefused() {
    Set<String> many =
        IntStream.rangeClosed(0, Users.MOST).mapToObj(i -> "user_" + i).collect(Collectors.toSet());

    assertInvalid(
        () -> users().privacy(many), new FieldError("userIds", "may be at most " + Users.MOST));
  }

  @Test
  void nobodyAtAllIsRefused() {
    assertInvalid(() -> users().privacy(null), new FieldError("userIds", "is required"));
  }

  @Test
  void whoIsUnknownOrHasNotChosenAllowsBoth() {
    assertThat(privacy(person)).isEqualTo(new Privacy(true, true));
  }

  @ParameterizedTest
  @CsvSource({"false,true", "true,false", "false,false", "true,true"})
  void aChoiceHoldsFromTheNextQuestionOn(boolean analytics, boolean personalization) {
    choose(person, new Privacy(!analytics, !personalization));
    assertThat(privacy(person)).isEqualTo(new Privacy(!analytics, !personalization));

    choose(person, new Privacy(analytics, personalization));
    assertThat(privacy(person)).isEqualTo(new Privacy(analytics, personalization));
  }

  @Test
  void oneChoosesForOneself() {
    choose(person, new Privacy(false, false));

    assertThat(privacy(person + "x")).isEqualTo(Privacy.DEFAULT);
    assertThat(privacy(person.substring(0, 6))).isEqualTo(Privacy.DEFAULT);
  }

  @Test
  void whoWasErasedIsUnknownAgain() {
    choose(person, new Privacy(false, false));
    erase(person);

    assertThat(privacy(person)).isEqualTo(Privacy.DEFAULT);
  }

  @ParameterizedTest
  @CsvSource({
    "auth0|5f7c8ec7",
    "a/b/../c?d=e&f#g",
    "'with space, + plus, é and \uD83D\uDC36'",
    "100%25",
    "{id}",
    "%00"
  })
  void aUserIdIsWhateverTheProviderSays(String userId) {
    String id = userId + UUID.randomUUID();
    choose(id, new Privacy(false, true));

    assertThat(privacy(id)).isEqualTo(new Privacy(false, true));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " ", "\t\n"})
  void withoutAPersonNothingIsTold(String userId) {
    assertInvalid(() -> privacy(userId), new FieldError("userId", "is required"));
  }

  @Test
  void whatCanBeNobodysIdIsRefused() {
    assertInvalid(
        () -> privacy("a\0b"), new FieldError("userId", "must not contain the character NUL"));
  }

  @Test
  void whatTheLoginProviderSaysIsTakenOver() {
    Instant at = Instant.parse("2026-11-22T12:00:00.123Z");

    assertThat(users().login(new Login(person, "ann@example.com", at)).reason()).isNull();
    assertThat(email(person)).isEqualTo("ann@example.com");
    assertThat(users().login(new Login(person, null, at.plusMillis(1))).reason()).isNull();
    assertThat(email(person)).isNull();
    assertThat(users().login(new Login(person, "old@example.com", at)).reason())
        .isEqualTo("older than what was told before");
    assertThat(email(person)).isNull();
  }

  @Test
  void whomTheLoginProviderDeletedStaysDeleted() {
    Instant at = Instant.parse("2026-11-22T12:00:00.123Z");
    users().login(new Login(person, "ann@example.com", at));

    assertThat(choice(person).bars(at)).isFalse();
    users().loginDeleted(new LoginDeletion("clerk", person));
    users().loginDeleted(new LoginDeletion("clerk", person));
    assertThat(choice(person).bars(Instant.now().plusSeconds(3_600)))
        .as("no token of theirs is good")
        .isTrue();
    assertThat(users().login(new Login(person, "ann@example.com", at.plusSeconds(1))).reason())
        .isEqualTo("the person is erased");
  }

  @Test
  void aCustomerOfTheShopIsErasedWithTheirLogin() {
    String address = person + "@example.com";
    Instant at = Instant.parse("2026-11-22T12:00:00.123Z");
    users().login(new Login(person, address, at));
    CustomerRedaction redaction =
        new CustomerRedaction(7, address.toUpperCase(Locale.ROOT), Set.of(1L << 60));

    List<UUID> erasures = users().customerRedacted(redaction).erasures();
    assertThat(erasures).hasSize(1);
    assertThat(choice(person).bars(Instant.now())).isTrue();
    assertThat(users().customerRedacted(redaction).erasures()).isEqualTo(erasures);
    assertThat(users().customerRedacted(new CustomerRedaction(8, null, null)).erasures())
        .hasSize(1)
        .doesNotContainAnyElementsOf(erasures);
  }

  @Test
  void aShopThatIsAtItsEndIsErasedOnce() {
    ShopRedaction end = new ShopRedaction(person.replace('_', '-') + ".example.com", Instant.now());

    List<UUID> erasures = users().shopRedacted(end).erasures();
    assertThat(erasures).hasSize(1);
    assertThat(users().shopRedacted(end).erasures()).isEqualTo(erasures);
  }

  @Test
  void nothingToldIsRefused() {
    assertInvalid(() -> users().login(null), new FieldError("login", "is required"));
    assertInvalid(() -> users().loginDeleted(null), new FieldError("deletion", "is required"));
    assertInvalid(() -> users().customerRedacted(null), new FieldError("redaction", "is required"));
    assertInvalid(() -> users().shopRedacted(null), new FieldError("redaction", "is required"));
  }
}
