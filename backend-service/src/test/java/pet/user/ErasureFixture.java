package pet.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static pet.user.OtherModulesDouble.NOON;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import pet.domain.Caller;
import pet.domain.DomainException;
import pet.domain.ProblemCode;
import pet.testing.Servers;
import pet.testing.ServersExtension;
import pet.user.Erasures.Report;

/** Erasures on a real database, with a double of the other modules. */
@ExtendWith(ServersExtension.class)
@Timeout(60)
abstract class ErasureFixture {

  static final Caller ANN = new Caller("ann", Set.of(), "ann@example.com", NOON.minusSeconds(60));

  static UserStore store;

  final OtherModulesDouble neighbours = new OtherModulesDouble();
  final UserService users = store.users(Clock.systemUTC());
  final Erasures erasures = store.erasures(Clock.fixed(NOON, ZoneOffset.UTC));
  final ErasureWork work = worker();

  @BeforeAll
  static void migrate(Servers servers) throws Exception {
    store = UserStore.on(servers);
  }

  @BeforeEach
  void empty() {
    store.empty();
  }

  /** As another replica would have it. */
  ErasureWork worker() {
    return new ErasureWork(store.jdbi(), erasures, users, neighbours.all());
  }

  Report erase(Caller caller) {
    UUID id = erasures.ask(caller);
    work.start(id);
    return erasures.report(id);
  }

  Report report() {
    return erasures.report(
        store.jdbi().withHandle(h -> h.select("SELECT id FROM erasure").mapTo(UUID.class).one()));
  }

  void timePasses() {
    store.jdbi().useHandle(h -> h.execute("UPDATE erasure SET due_at = now()"));
  }

  void assertAllIsErasedAndTold() {
    assertThat(neighbours.kept).isEmpty();
    assertThat(users.find("ann")).isEmpty();
    assertThat(store.outbox()).containsExactly("user.created ann", "user.deleted ann");
    assertThat(report().erasedAt()).isNotNull();
    assertThat(report()).extracting(Report::designs).isEqualTo(1);
    assertThat(report()).extracting(Report::revisions).isEqualTo(1);
    assertThat(report()).extracting(Report::deliveries).isEqualTo(1);
    assertThat(report()).extracting(Report::orders).isEqualTo(1);
  }

  String rows() {
    return String.join(" ", store.strings("SELECT e::text FROM erasure e"));
  }

  void assertGone(Caller caller) {
    assertThatExceptionOfType(DomainException.class)
        .isThrownBy(() -> users.seen(caller))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ProblemCode.UNAUTHENTICATED));
  }
}
