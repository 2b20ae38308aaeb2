package pet.builder.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static pet.builder.design.DesignFixture.ALICE;
import static pet.builder.design.DesignFixture.ANY;
import static pet.builder.design.DesignFixture.LARGE;
import static pet.builder.design.DesignFixture.NOON;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import pet.builder.UserModuleDouble;
import pet.domain.Caller;
import pet.domain.DomainException;
import pet.domain.ProblemCode;
import pet.domain.builder.DesignId;
import pet.domain.user.Privacy;
import pet.testing.Servers;
import pet.testing.ServersExtension;

/** Whose id the events of designs carry, and whose token makes none. */
@ExtendWith(ServersExtension.class)
class DesignOwnersIT {

  private static DesignFixture fixture;

  @BeforeAll
  static void prepare(Servers servers) throws Exception {
    fixture = DesignFixture.on(servers);
  }

  @AfterAll
  static void close() throws Exception {
    fixture.close();
  }

  @BeforeEach
  void clean() {
    fixture.store.clear();
  }

  @Test
  void eventsOfWhoOptedOutCarryNobodysId() {
    AtomicBoolean allows = new AtomicBoolean(true);
    DesignService asking =
        fixture.service(UserModuleDouble.everybody(() -> new Privacy(allows.get(), true)));

    createChangeCopyAndDelete(asking);
    assertThat(fixture.userIds()).hasSize(5).containsOnly("alice");
    allows.set(false);
    createChangeCopyAndDelete(asking);
    assertThat(fixture.userIds().subList(5, 10)).as("from the next event on").containsOnly("-");
    allows.set(true);
    createChangeCopyAndDelete(asking);
    assertThat(fixture.userIds().subList(10, 15)).containsOnly("alice");
  }

  @Test
  void whereNobodyCanTellTheEventCarriesNobodysIdAndTheDesignIsMade() {
    DesignService asking =
        fixture.service(
            UserModuleDouble.everybody(
                () -> {
                  throw new DomainException(ProblemCode.UNAVAILABLE, "away");
                }));

    DesignRow made = fixture.create(asking, ALICE, "Rex");

    assertThat(asking.read(ALICE, made.designId()).owner()).isEqualTo("alice");
    assertThat(fixture.userIds()).containsExactly("-");
  }

  @Test
  void aTokenOfBeforeAnErasureMakesNothing() {
    DesignId id = fixture.create(ALICE, "Rex").designId();
    long told = fixture.events().size();
    DesignService erased = fixture.service(UserModuleDouble.everybody(() -> Privacy.DEFAULT, NOON));

    for (Caller before : List.of(ALICE, alice(NOON.minusSeconds(9)), alice(NOON))) {
      assertGone(() -> fixture.create(erased, before, "Rex again"));
      assertGone(() -> fixture.duplicate(erased, before, id, CopyRequest.PLAIN));
      assertGone(() -> erased.patch(before, id, ANY, new DesignPatch("Mine", null, null)));
    }
    assertThat(fixture.events()).hasSize((int) told);
    assertThat(fixture.create(erased, alice(NOON.plusSeconds(1)), "New").name()).isEqualTo("New");
  }

  private static Caller alice(Instant issuedAt) {
    return new Caller(ALICE.subject(), Set.of(), null, issuedAt);
  }

  private static void assertGone(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            DomainException.class,
            e -> assertThat(e.code()).isEqualTo(ProblemCode.UNAUTHENTICATED));
  }

  /** Everything that tells of a design. */
  private void createChangeCopyAndDelete(DesignService service) {
    DesignId id = fixture.create(service, ALICE, "Rex").designId();
    service.patch(ALICE, id, ANY, new DesignPatch(null, LARGE, null));
    fixture.restore(service, ALICE, id, null, 1);
    fixture.duplicate(service, ALICE, id, CopyRequest.PLAIN);
    service.delete(ALICE, id, null);
  }
}
