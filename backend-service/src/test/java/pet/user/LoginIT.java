package pet.user;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pet.domain.Caller;
import pet.domain.user.Login;
import pet.testing.Servers;
import pet.testing.ServersExtension;

/** What the login provider tells by webhook, against what tokens say, and against an erasure. */
@ExtendWith(ServersExtension.class)
@Timeout(60)
class LoginIT {

  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00.123Z");

  private static UserStore store;

  private final UserService users = store.users(Clock.systemUTC());

  @BeforeAll
  static void migrate(Servers servers) throws Exception {
    store = UserStore.on(servers);
  }

  @BeforeEach
  void empty() {
    store.empty();
  }

  private static Login login(String email, int second) {
    return new Login("ann", email, NOON.plusSeconds(second));
  }

  private static Caller token(String email, int second) {
    return new Caller("ann", Set.of(), email, NOON.plusSeconds(second));
  }

  private String email() {
    return users.find("ann").orElseThrow().email();
  }

  @Test
  void whoIsToldOfIsKnownBeforeTheyCome() {
    assertThat(users.apply(login("Ann@Example.com", 0))).isNull();

    assertThat(email()).isEqualTo("Ann@Example.com");
    assertThat(store.strings("SELECT p::text FROM profile p"))
        .noneMatch(row -> row.toLowerCase(java.util.Locale.ROOT).contains("example"));
    assertThat(users.seen(token("ann@example.com", 1)).email()).isEqualTo("Ann@Example.com");
    assertThat(store.outbox()).containsExactly("user.created ann");
  }

  @Test
  void aNewAddressIsTakenOverAndOneThatIsGoneIsGone() {
    users.seen(token("ann@example.com", 0));

    assertThat(users.apply(login("ann@new.example", 1))).isNull();
    assertThat(email()).isEqualTo("ann@new.example");
    assertThat(users.apply(login(null, 2))).isNull();
    assertThat(email()).isNull();
    assertThat(store.outbox())
        .containsExactly("user.created ann", "user.updated ann", "user.updated ann");
  }

  static Stream<int[]> orders() {
    return Stream.of(
        new int[] {0, 1, 2},
        new int[] {0, 2, 1},
        new int[] {1, 0, 2},
        new int[] {1, 2, 0},
        new int[] {2, 0, 1},
        new int[] {2, 1, 0});
  }

  @ParameterizedTest
  @MethodSource("orders")
  void theNewestVersionWinsInWhateverOrderTheyCome(int[] seconds) {
    for (int second : seconds) {
      users.apply(login("ann" + second + "@example.com", second));
      users.apply(login("ann" + second + "@example.com", second));
    }

    assertThat(email()).isEqualTo("ann2@example.com");
    assertThat(users.apply(login("late@example.com", 1)))
        .isEqualTo("older than what was told before");
  }

  @Test
  void aTokenOfBeforeBringsNoOldAddressBack() {
    users.apply(login("new@example.com", 10));

    assertThat(users.seen(token("old@example.com", 9)).email()).isEqualTo("new@example.com");
    assertThat(users.seen(new Caller("ann", Set.of(), "old@example.com")).email())
        .isEqualTo("new@example.com");
    assertThat(users.seen(token("newest@example.com", 11)).email()).isEqualTo("newest@example.com");
  }

  @Test
  void nothingThatIsToldRevivesWhoIsErased() {
    users.apply(login("ann@example.com", 0));
    Erasures erasures = store.erasures(Clock.systemUTC());
    erasures.ask("clerk", "ann");
    assertThat(users.apply(login("ann@example.com", 1))).isEqualTo("the person is erased");

    finish();
    assertThat(users.apply(login("ann@example.com", 0))).isEqualTo("the person is erased");
    assertThat(users.apply(new Login("ann", "a@example.com", Instant.now().plusSeconds(60))))
        .isEqualTo("the person is erased");
    assertThat(users.find("ann")).isEmpty();
  }

  @Test
  void whoErasedThemselvesComesBackByALoginAlone() {
    Instant now = Instant.now();
    users.apply(login("ann@example.com", 0));
    store.erasures(Clock.systemUTC()).ask(new Caller("ann", Set.of(), null, now));
    finish();
    Login late = new Login("ann", "ann@example.com", now.plusSeconds(60));
    assertThat(users.apply(late)).isEqualTo("the person is erased");

    users.seen(new Caller("ann", Set.of(), null, now.plusSeconds(60)));
    assertThat(users.apply(login("old@example.com", 1))).isEqualTo("the person is erased");
    assertThat(users.apply(late)).isNull();
    assertThat(email()).isEqualTo("ann@example.com");
  }

  /** As if all modules had erased theirs. */
  private static void finish() {
    store.erase("ann");
    store
        .jdbi()
        .useHandle(
            h -> h.execute("UPDATE erasure SET step = 'DONE', person = NULL, finished_at = now()"));
  }
}
