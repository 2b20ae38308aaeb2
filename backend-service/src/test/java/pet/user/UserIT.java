package pet.user;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import pet.domain.Caller;
import pet.domain.DomainException;
import pet.domain.ProblemCode;
import pet.platform.http.IfMatch;
import pet.testing.Concurrently;
import pet.testing.Servers;
import pet.testing.ServersExtension;

/** Profiles on a real database; the outbox keeps what is told. */
@ExtendWith(ServersExtension.class)
@Timeout(60)
class UserIT {

  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00.123456789Z");
  private static final Caller ALICE = new Caller("alice", Set.of(), "Alice@Example.com");

  private static UserStore store;

  @BeforeAll
  static void migrate(Servers servers) throws Exception {
    store = UserStore.on(servers);
  }

  @BeforeEach
  void empty() {
    store.empty();
  }

  @Test
  void aProfileIsMadeOnceAtFirstSight() {
    Profile first = usersAt(NOON).seen(ALICE);
    Profile again = usersAt(NOON.plusSeconds(10)).seen(ALICE);

    assertThat(first)
        .isEqualTo(
            new Profile(
                "alice",
                "Alice@Example.com",
                null,
                Instant.parse("2026-11-22T12:00:00.123456Z"),
                Instant.parse("2026-11-22T00:00:00Z")));
    assertThat(again).isEqualTo(first);
    assertThat(outbox()).containsExactly("user.created alice");
  }

  @Test
  void ofManyFirstRequestsOneMakesTheProfile() throws Exception {
    UserService users = usersAt(NOON);

    List<Profile> profiles = Concurrently.call(8, () -> users.seen(ALICE));

    assertThat(profiles).containsOnly(profiles.get(0)).hasSize(8);
    assertThat(outbox()).containsExactly("user.created alice");
  }

  @Test
  void theEmailRestsEncrypted() {
    usersAt(NOON).seen(ALICE);

    String row = store.strings("SELECT p::text FROM profile p").get(0);
    assertThat(row).doesNotContainIgnoringCase("alice@", "416c69636540", "616c69636540");
    byte[] cipher =
        store
            .jdbi()
            .withHandle(
                h -> h.select("SELECT email_cipher FROM profile").mapTo(byte[].class).one());
    assertThat(new String(cipher, ISO_8859_1)).doesNotContainIgnoringCase("alice");
    assertThat(data()).noneMatch(data -> data.contains("@"));
    assertThat(usersAt(NOON).seen(ALICE).toString()).doesNotContainIgnoringCase("example");
  }

  @Test
  void aNewEmailIsTakenOverAndToldOnce() throws Exception {
    usersAt(NOON).seen(ALICE);
    Caller moved = new Caller("alice", Set.of(), "alice@new.example");
    UserService later = usersAt(NOON.plusSeconds(5));

    List<Profile> profiles = Concurrently.call(8, () -> later.seen(moved));

    assertThat(profiles).extracting(Profile::email).containsOnly("alice@new.example");
    assertThat(outbox()).containsExactly("user.created alice", "user.updated alice");
  }

  @Test
  void anotherCaseIsNoNewEmailAndNoEmailTakesNoneAway() {
    usersAt(NOON).seen(ALICE);

    usersAt(NOON).seen(new Caller("alice", Set.of(), "ALICE@example.com"));
    Profile without = usersAt(NOON).seen(new Caller("alice", Set.of("staff"), null));

    assertThat(without.email()).isEqualTo("Alice@Example.com");
    assertThat(outbox()).containsExactly("user.created alice");
  }

  @Test
  void oneWithoutAnEmailMayGetOne() {
    Profile before = usersAt(NOON).seen(new Caller("alice", Set.of(), null));
    Profile after = usersAt(NOON).seen(ALICE);

    assertThat(before.email()).isNull();
    assertThat(after.email()).isEqualTo("Alice@Example.com");
    assertThat(outbox()).containsExactly("user.created alice", "user.updated alice");
  }

  @Test
  void activityIsTheDayAndTheTagTellsIt() {
    UserService.Versioned first = usersAt(NOON).read(ALICE);
    Instant midnight = NOON.truncatedTo(ChronoUnit.DAYS).plus(Duration.ofDays(1));

    assertThat(first.profile().lastActiveAt()).isEqualTo(midnight.minus(Duration.ofDays(1)));
    assertThat(usersAt(midnight.minusSeconds(1)).read(ALICE)).isEqualTo(first);
    UserService.Versioned next = usersAt(midnight).read(ALICE);
    assertThat(next.profile().lastActiveAt()).isEqualTo(midnight);
    assertThat(next.tag()).as("another form, another tag").isNotEqualTo(first.tag());
    assertThat(usersAt(midnight.plusSeconds(1)).read(ALICE).tag()).isEqualTo(next.tag());
  }

  @Test
  void whoReadYesterdayMayChangeWhatIsAsItWasThen() {
    IfMatch yesterday = IfMatch.needed('"' + usersAt(NOON).read(ALICE).tag() + '"');
    Instant tomorrow = NOON.plus(Duration.ofDays(1));

    UserService.Versioned named =
        usersAt(tomorrow).change(ALICE, ProfilePatch.named("Alice"), yesterday);

    assertThat(named.profile().displayName()).isEqualTo("Alice");
    assertThat(named.tag()).isEqualTo(usersAt(tomorrow).read(ALICE).tag());
    assertThatExceptionOfType(DomainException.class)
        .isThrownBy(() -> usersAt(tomorrow).change(ALICE, ProfilePatch.named("Eve"), yesterday))
        .returns(ProblemCode.STALE, DomainException::code);
  }

  private static UserService usersAt(Instant now) {
    return store.users(Clock.fixed(now, ZoneOffset.UTC));
  }

  private static List<String> outbox() {
    return store.outbox();
  }

  private static List<String> data() {
    return store.strings("SELECT data::text FROM outbox");
  }
}
