package pet.builder.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import pet.builder.UserModuleDouble;
import pet.domain.Caller;
import pet.domain.DomainException;
import pet.domain.ProblemCode;
import pet.domain.builder.DesignId;
import pet.domain.user.Privacy;

/** Whose id the events of designs carry, and whose token makes none. */
class DesignOwnersIT extends DesignFixture {

  @Test
  void eventsOfWhoOptedOutCarryNobodysId() {
    AtomicBoolean allows = new AtomicBoolean(true);
    DesignService asking =
        service(UserModuleDouble.everybody(() -> new Privacy(allows.get(), true)));

    createChangeCopyAndDelete(asking);
    assertThat(userIds()).hasSize(5).containsOnly("alice");
    allows.set(false);
    createChangeCopyAndDelete(asking);
    assertThat(userIds().subList(5, 10)).as("from the next event on").containsOnly("-");
    allows.set(true);
    createChangeCopyAndDelete(asking);
    assertThat(userIds().subList(10, 15)).containsOnly("alice");
  }

  @Test
  void whereNobodyCanTellTheEventCarriesNobodysIdAndTheDesignIsMade() {
    DesignService asking =
        service(
            UserModuleDouble.everybody(
                () -> {
                  throw new DomainException(ProblemCode.UNAVAILABLE, "away");
                }));

    DesignRow made = create(asking, ALICE, "Rex");

    assertThat(asking.read(ALICE, made.designId()).owner()).isEqualTo("alice");
    assertThat(userIds()).containsExactly("-");
  }

  @Test
  void aTokenOfBeforeAnErasureMakesNothing() {
    DesignId id = create(ALICE, "Rex").designId();
    long told = events().size();
    DesignService erased = service(UserModuleDouble.everybody(() -> Privacy.DEFAULT, NOON));

    for (Caller before : List.of(ALICE, alice(NOON.minusSeconds(9)), alice(NOON))) {
      assertGone(() -> create(erased, before, "Rex again"));
      assertGone(() -> duplicate(erased, before, id, CopyRequest.PLAIN));
      assertGone(() -> erased.patch(before, id, ANY, new DesignPatch("Mine", null, null)));
    }
    assertThat(events()).hasSize((int) told);
    assertThat(create(erased, alice(NOON.plusSeconds(1)), "New").name()).isEqualTo("New");
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
    DesignId id = create(service, ALICE, "Rex").designId();
    service.patch(ALICE, id, ANY, new DesignPatch(null, LARGE, null));
    restore(service, ALICE, id, null, 1);
    duplicate(service, ALICE, id, CopyRequest.PLAIN);
    service.delete(ALICE, id, null);
  }
}
