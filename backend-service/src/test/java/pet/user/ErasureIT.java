package pet.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static pet.user.OtherModulesDouble.ORDER;

import java.time.Clock;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pet.domain.Caller;
import pet.user.Erasures.Report;

/** An erasure comes to its end, whatever is away or dies on its way, and reports what was done. */
class ErasureIT extends ErasureFixture {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void whatStoppedHalfWayIsFinishedByItself(int calls) {
    users.seen(ANN);
    neighbours.goAwayAfter(calls - 1);

    assertThat(erase(ANN).erasedAt()).isNull();
    assertThat(store.outbox()).containsExactly("user.created ann");

    neighbours.comeBack();
    assertAnotherFinishesItWhenDue("not before its time");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void whoseWorkerDiedIsFinishedByAnother(int calls) {
    users.seen(ANN);
    neighbours.dieAt(calls);
    assertThatIllegalStateException().isThrownBy(() -> erase(ANN)).withMessage("killed");

    assertAnotherFinishesItWhenDue("its lease runs");
  }

  @Test
  void whatStoppedHalfWayIsFinishedByARepeatAtOnce() {
    users.seen(ANN);
    neighbours.goAwayAfter(3);
    erase(ANN);
    neighbours.comeBack();

    assertThat(erase(ANN).erasedAt()).isNotNull();
    assertAllIsErasedAndTold();
  }

  @Test
  void aRepeatTellsWhatTheFirstOneDidAndErasesWhatCameSince() {
    users.seen(ANN);
    erase(ANN);
    assertThat(erase(ANN)).extracting(Report::designs, Report::orders).containsExactly(1, 1);

    neighbours.kept.add("design");
    assertThat(erase(ANN)).extracting(Report::designs, Report::orders).containsExactly(2, 1);
    assertThat(neighbours.kept).isEmpty();
  }

  @Test
  void whoHasItInHandIsLeftAlone() throws Exception {
    users.seen(ANN);
    CountDownLatch goesOn = neighbours.stallAt(2);
    ExecutorService slow = Executors.newSingleThreadExecutor();
    try {
      Future<Report> first = slow.submit(() -> erase(ANN));
      neighbours.awaitStalled();
      assertThat(erase(ANN).erasedAt()).as("it is in hand").isNull();
      worker().goOn();
      assertThat(neighbours.kept).contains("order", "delivery");

      goesOn.countDown();
      assertThat(first.get().erasedAt()).isNotNull();
    } finally {
      goesOn.countDown();
      slow.shutdown();
    }
    assertAllIsErasedAndTold();
  }

  @Test
  void whoComesWithAnotherAddressMeanwhileIsFoundByBoth() throws Exception {
    users.seen(ANN);
    CountDownLatch goesOn = neighbours.stallAt(9);
    ExecutorService slow = Executors.newSingleThreadExecutor();
    try {
      Future<Report> first = slow.submit(() -> erase(ANN));
      neighbours.awaitStalled();
      neighbours.emails.clear();
      assertThat(erase(new Caller("ann", Set.of(), "new@example.com")).erasedAt()).isNotNull();
      assertThat(neighbours.emails).containsOnly("ann@example.com", "new@example.com");

      goesOn.countDown();
      assertThat(first.get()).isEqualTo(report());
    } finally {
      goesOn.countDown();
      slow.shutdown();
    }
    assertThat(neighbours.kept).isEmpty();
    assertThat(store.outbox()).containsExactly("user.created ann", "user.deleted ann");
  }

  @Test
  void whoWasTooSlowSpoilsNothing() throws Exception {
    users.seen(ANN);
    CountDownLatch goesOn = neighbours.stallAt(2);
    ExecutorService slow = Executors.newSingleThreadExecutor();
    try {
      Future<Report> first = slow.submit(() -> erase(ANN));
      neighbours.awaitStalled();
      timePasses();
      worker().goOn();
      assertAllIsErasedAndTold();

      goesOn.countDown();
      assertThat(first.get()).isEqualTo(report());
    } finally {
      goesOn.countDown();
      slow.shutdown();
    }
    assertAllIsErasedAndTold();
  }

  @Test
  void whoseOrderCameInTheMiddleLosesItsDeliveriesToo() {
    users.seen(ANN);
    neighbours.kept.remove("order");
    neighbours.goAwayAfter(7);
    erase(ANN);
    neighbours.kept.addAll(Set.of("order", "delivery", "text"));

    neighbours.comeBack();
    timePasses();
    worker().goOn();
    assertThat(neighbours.kept).isEmpty();
  }

  @Test
  void whoItWasIsNotKept() {
    users.seen(ANN);
    neighbours.goAwayAfter(3);
    erase(ANN);
    assertThat(rows()).doesNotContain("ann", "example.com", Long.toString(ORDER));
    assertThat(store.strings("SELECT person::text FROM erasure")).doesNotContainNull();

    neighbours.comeBack();
    erase(ANN);
    assertThat(store.strings("SELECT person::text FROM erasure")).containsOnlyNulls();
  }

  @Test
  void whoChangedTheirAddressIsFoundByBoth() {
    users.seen(ANN);

    Report erasure = erase(new Caller("ann", Set.of(), "new@example.com"));

    assertThat(neighbours.emails).containsExactlyInAnyOrder("ann@example.com", "new@example.com");
    assertThat(erasure.designs()).isEqualTo(1);
    assertThat(erasure.orders()).isEqualTo(1);
  }

  @Test
  void whoWasNeverHereIsErasedElsewhereAllTheSame() {
    erase(ANN);

    assertThat(neighbours.kept).isEmpty();
    assertThat(store.outbox()).isEmpty();
  }

  @Test
  void oneThatDoesNotEndIsTold() {
    assertThat(erasures.health().execute().isHealthy()).isTrue();
    store.erasures(Clock.systemUTC()).ask(ANN);
    assertThat(erasures.health().execute().isHealthy()).isTrue();

    store
        .jdbi()
        .useHandle(
            h ->
                h.execute(
                    "UPDATE erasure SET requested_at = requested_at - interval '61 minutes'"));
    assertThat(erasures.health().execute().isHealthy()).isFalse();
  }

  /** Another worker leaves it alone at first, and finishes it when it is due. */
  private void assertAnotherFinishesItWhenDue(String whyNotAtFirst) {
    worker().goOn();
    assertThat(report().erasedAt()).as(whyNotAtFirst).isNull();
    timePasses();
    worker().goOn();
    assertAllIsErasedAndTold();
  }
}
