package pet.testing.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.dropwizard.util.DataSize;
import io.dropwizard.util.Duration;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import pet.domain.Caller;
import pet.domain.DomainException;
import pet.domain.ModuleName;
import pet.domain.ProblemCode;
import pet.platform.Trace;
import pet.platform.remote.BreakerSettings;
import pet.platform.remote.RemoteSettings;
import pet.testing.Neighbours;
import pet.testing.ScriptedBehaviour;
import pet.testing.ScriptedServer;

/** What a caller lives through when the module it calls behaves badly. */
@Timeout(120)
class FailingModuleIT {

  private static final int CONCURRENCY = 4;

  /** The call's deadline, and what a loaded machine may add to it. */
  private static final java.time.Duration DEADLINE = java.time.Duration.ofSeconds(1);

  private static final java.time.Duration DEADLINE_AND_SOME = java.time.Duration.ofSeconds(15);

  private static final BreakerSettings BREAKER =
      new BreakerSettings(20, 5, 50, Duration.seconds(1), 2);

  private static final RemoteSettings SETTINGS =
      new RemoteSettings(
          null,
          Duration.milliseconds(300),
          Duration.milliseconds(DEADLINE.toMillis()),
          Duration.milliseconds(200),
          3,
          CONCURRENCY,
          DataSize.kibibytes(64),
          BREAKER);

  /** Who waits so long only sees what happens without waiting. */
  private static final RemoteSettings PATIENT =
      new RemoteSettings(
          null, null, Duration.seconds(40), null, null, CONCURRENCY, DataSize.kibibytes(64), null);

  private final ScriptedServer bad = new ScriptedServer(ScriptedBehaviour.WELL);
  private final ScriptedServer good = new ScriptedServer(ScriptedBehaviour.WELL);
  private final Neighbours neighbours = new Neighbours(SETTINGS);
  private final Toys toys = neighbours.contract(ModuleName.USER, Toys.class, bad.url());

  @AfterEach
  void close() {
    neighbours.close();
    bad.close();
    good.close();
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.MATCH_ANY, names = "(HANGS|TRICKLES).*")
  void theDeadlineHolds(ScriptedBehaviour behaviour) {
    bad.behave(behaviour);

    long start = System.nanoTime();
    assertUnavailable(this::mayNotRepeat);
    assertThat(java.time.Duration.ofNanos(System.nanoTime() - start))
        .isBetween(DEADLINE, DEADLINE_AND_SOME);
    assertThat(bad.requests()).isEqualTo(1);

    start = System.nanoTime();
    assertUnavailable(toys::count);
    assertThat(java.time.Duration.ofNanos(System.nanoTime() - start)).isLessThan(DEADLINE_AND_SOME);
    assertThat(bad.requests()).as("the calls were repeated").isBetween(3, 4);
    await().untilAsserted(() -> assertThat(bad.connections()).isZero());
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.MATCH_NONE,
      names = {"(HANGS|TRICKLES).*", "WELL", "NOT_FOUND", "UNAVAILABLE", "A_STRANGERS_404"})
  void whatIsNoAnswerIsUnavailableAndTellsNothing(ScriptedBehaviour behaviour) {
    bad.behave(behaviour);

    assertUnavailable(this::mayNotRepeat);
    assertThat(bad.requests()).isEqualTo(1);

    DomainException e = assertUnavailable(toys::count);
    assertThat(bad.requests()).isEqualTo(4);
    StringWriter trace = new StringWriter();
    e.printStackTrace(new PrintWriter(trace));
    assertThat(trace.toString())
        .contains("RemoteFailure")
        .doesNotContain("hunter2")
        .doesNotContain(bad.lastHeader("x-pet-service"));
  }

  @Test
  void anAnswerWithoutEndIsNotReadToTheDeadline() {
    bad.behave(ScriptedBehaviour.NEVER_ENDS);
    try (Neighbours others = new Neighbours(PATIENT)) {
      Toys theirs = others.contract(ModuleName.USER, Toys.class, bad.url());
      long start = System.nanoTime();

      assertUnavailable(() -> add(theirs));

      assertThat(java.time.Duration.ofNanos(System.nanoTime() - start))
          .isLessThan(DEADLINE_AND_SOME);
      await().untilAsserted(() -> assertThat(bad.connections()).isZero());
    }
  }

  @Test
  void aModuleThatCannotNowSaysWhyItself() {
    bad.behave(ScriptedBehaviour.UNAVAILABLE);

    DomainException e = catchThrowableOfType(DomainException.class, () -> mayNotRepeat());

    assertThat(e.code()).isEqualTo(ProblemCode.UNAVAILABLE);
    assertThat(e).hasMessage("The store's database does not answer.");
    assertThat(bad.requests()).isEqualTo(1);
    assertThat(catchThrowableOfType(DomainException.class, toys::count)).hasMessage(e.getMessage());
    assertThat(bad.requests()).isEqualTo(4);
  }

  @Test
  void aCallThatWasNotSentGoesToTheNextWhateverItIs() {
    Toys two = neighbours.contract(ModuleName.USER, Toys.class, bad.url(), good.url());
    bad.goAway();

    for (int i = 0; i < 10; i++) {
      assertThat(add(two)).isEqualTo(7);
    }
    assertThat(good.requests()).isEqualTo(10);
  }

  @Test
  void processesTakeTurns() {
    Toys two = neighbours.contract(ModuleName.USER, Toys.class, bad.url(), good.url());

    for (int i = 0; i < 10; i++) {
      assertThat(two.count()).isEqualTo(7);
    }

    assertThat(bad.requests()).isEqualTo(5);
    assertThat(good.requests()).isEqualTo(5);
  }

  @Test
  void oneThatHangsIsLeftAloneAndTheOtherAnswers() {
    Toys two = neighbours.contract(ModuleName.USER, Toys.class, bad.url(), good.url());
    bad.behave(ScriptedBehaviour.HANGS);

    for (int i = 0; i < 40; i++) {
      assertThat(two.count()).isEqualTo(7);
    }

    assertThat(bad.requests()).isBetween(5, 10);
  }

  @ParameterizedTest
  @EnumSource(names = {"HANGS", "DIES_IN_BODY", "A_PAGE", "UNAVAILABLE"})
  void theBreakerOpensAndClosesAgain(ScriptedBehaviour behaviour) {
    bad.behave(behaviour);
    await()
        .untilAsserted(
            () -> {
              assertUnavailable(toys::count);
              assertThat(breaker()).isEqualTo(2);
            });

    int before = bad.requests();
    long start = System.nanoTime();
    for (int i = 0; i < 5; i++) {
      assertUnavailable(toys::count);
    }
    assertThat(java.time.Duration.ofNanos(System.nanoTime() - start)).isLessThan(DEADLINE);
    assertThat(bad.requests()).isEqualTo(before);

    bad.behave(ScriptedBehaviour.WELL);
    await()
        .ignoreExceptionsInstanceOf(DomainException.class)
        .untilAsserted(
            () -> {
              assertThat(toys.count()).isEqualTo(7);
              assertThat(breaker()).isZero();
            });
  }

  @Test
  void oneThatIsGoneIsCalledAgainWhenItComesBack() {
    assertThat(toys.count()).isEqualTo(7);
    bad.goAway();
    await()
        .untilAsserted(
            () -> {
              assertUnavailable(toys::count);
              assertThat(breaker()).isEqualTo(2);
            });

    bad.comeBack();

    await()
        .ignoreExceptionsInstanceOf(DomainException.class)
        .untilAsserted(() -> assertThat(toys.count()).isEqualTo(7));
  }

  @Test
  void aTrialThatFailsOpensTheBreakerAgain() {
    bad.behave(ScriptedBehaviour.A_PAGE);
    await()
        .untilAsserted(
            () -> {
              assertUnavailable(toys::count);
              assertThat(breaker()).isEqualTo(2);
            });
    int before = bad.requests();

    await()
        .untilAsserted(
            () -> {
              assertUnavailable(toys::count);
              assertThat(bad.requests()).isGreaterThan(before);
            });
    await().untilAsserted(() -> assertThat(breaker()).isEqualTo(2));
    assertThat(bad.requests()).isLessThanOrEqualTo(before + BREAKER.trials());
  }

  @Test
  void whatAModuleRefusesOpensNoBreakerAndIsNotRepeated() {
    bad.behave(ScriptedBehaviour.NOT_FOUND);

    for (int i = 1; i <= 50; i++) {
      DomainException e = catchThrowableOfType(DomainException.class, toys::count);
      assertThat(e.code()).isEqualTo(ProblemCode.NOT_FOUND);
      assertThat(e).hasMessage("There is no such toy.");
      assertThat(bad.requests()).isEqualTo(i);
    }
  }

  /** Of one that is older, the other paths go on. */
  @Test
  void oneThatDoesNotKnowThePathIsAskedOnceAndNotLeftAlone() {
    bad.behave(ScriptedBehaviour.A_STRANGERS_404);
    for (int i = 1; i <= 50; i++) {
      assertUnavailable(toys::count);
      assertThat(bad.requests()).isEqualTo(i);
    }
    Toys two = neighbours.contract(ModuleName.USER, Toys.class, bad.url(), good.url());
    assertThat(add(two)).isEqualTo(7);
    assertThat(add(two)).as("whoever's turn it is").isEqualTo(7);

    bad.behave(ScriptedBehaviour.WELL);
    assertThat(toys.count()).isEqualTo(7);
    assertThat(breaker()).isZero();
  }

  @Test
  void aHangHoldsAFewCallersAndTheOthersGoOn() {
    bad.behave(ScriptedBehaviour.HANGS);
    ExecutorService threads = Executors.newFixedThreadPool(20);
    try (Neighbours patient = new Neighbours(PATIENT)) {
      Toys hanging = patient.contract(ModuleName.USER, Toys.class, bad.url());
      Toys well = patient.contract(ModuleName.USER, Toys.class, good.url());
      List<CompletableFuture<DomainException>> calls =
          IntStream.range(0, 20)
              .mapToObj(
                  i ->
                      CompletableFuture.supplyAsync(
                          () -> assertUnavailable(() -> add(hanging)), threads))
              .toList();
      await()
          .untilAsserted(
              () ->
                  assertThat(calls.stream().filter(CompletableFuture::isDone))
                      .hasSize(20 - CONCURRENCY));
      await().untilAsserted(() -> assertThat(bad.requests()).isEqualTo(CONCURRENCY));

      assertThat(well.count()).isEqualTo(7);

      bad.goAway();
      calls.forEach(CompletableFuture::join);
      bad.comeBack();
      bad.behave(ScriptedBehaviour.WELL);
      assertThat(add(hanging)).isEqualTo(7);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aCallerThatIsToStopDoesNotWait() throws Exception {
    bad.behave(ScriptedBehaviour.HANGS);
    try (Neighbours patient = new Neighbours(PATIENT)) {
      Toys hanging = patient.contract(ModuleName.USER, Toys.class, bad.url());
      AtomicReference<Boolean> interrupted = new AtomicReference<>();
      Thread caller =
          new Thread(
              () -> {
                assertUnavailable(() -> add(hanging));
                interrupted.set(Thread.currentThread().isInterrupted());
              });
      caller.start();
      await().untilAsserted(() -> assertThat(bad.requests()).isEqualTo(1));

      caller.interrupt();
      caller.join(DEADLINE_AND_SOME.toMillis());

      assertThat(interrupted.get()).isTrue();
      await().untilAsserted(() -> assertThat(bad.connections()).isZero());
    }
  }

  @Test
  void aRequestTellsTheTraceAndTheServiceAndNoMore() {
    Trace trace = Trace.create();
    Trace.Scope scope = trace.open();
    try {
      toys.count();
    } finally {
      scope.close();
    }

    assertThat(bad.lastHeader("traceparent")).isEqualTo(trace.header());
    assertThat(bad.lastHeader("x-pet-service")).startsWith("ey");
    assertThat(bad.lastHeader("user-agent")).isEqualTo("neighbour");
    assertThat(bad.lastHeader("authorization")).isNull();
    assertThat(bad.lastHeader("x-pet-caller")).isNull();
  }

  @Test
  void connectionsAreUsedAgain() {
    for (int i = 0; i < 20; i++) {
      toys.count();
    }
    assertThat(bad.connections()).isEqualTo(1);
  }

  private int mayNotRepeat() {
    return add(toys);
  }

  private static int add(Toys toys) {
    return toys.add(new Caller("alice", Set.of(), null), null);
  }

  private int breaker() {
    String name = "remote.breaker.user.localhost_" + bad.url().getPort();
    return (int) neighbours.metrics().getGauges().get(name).getValue();
  }

  private static DomainException assertUnavailable(Runnable call) {
    DomainException e = catchThrowableOfType(DomainException.class, call::run);
    assertThat(e).isNotNull();
    assertThat(e.code()).isEqualTo(ProblemCode.UNAVAILABLE);
    return e;
  }
}
