package pet.testing.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import pet.domain.Caller;
import pet.domain.DomainException;
import pet.domain.ModuleName;
import pet.domain.ProblemCode;
import pet.domain.builder.DesignId;
import pet.platform.remote.LocalContract;
import pet.testing.ForcedRemote;
import pet.testing.remote.Toys.Refusal;
import pet.testing.remote.Toys.Size;
import pet.testing.remote.Toys.String2;
import pet.testing.remote.Toys.Toy;

/** A caller cannot tell an object in its process from one elsewhere, on a bad day. */
@Timeout(120)
class ContractCallIT {

  private static final Toy TOY =
      new Toy("Ball “é”", Size.LARGE, ToyBox.MADE, List.of("\uD83D\uDC36", ""));

  private static final Toys LOCAL = LocalContract.of(Toys.class, new ToyBox());
  private static ForcedRemote<Toys> forced;

  @BeforeAll
  static void serve() {
    forced = ForcedRemote.of(ModuleName.USER, Toys.class, new ToyBox());
  }

  @AfterAll
  static void stop() {
    forced.close();
  }

  @AfterEach
  void tidy() {
    both().forEach(toys -> toys.getPayload().clear());
  }

  static List<Named<Toys>> both() {
    return List.of(Named.of("here", LOCAL), Named.of("elsewhere", forced.contract()));
  }

  @ParameterizedTest
  @MethodSource("both")
  void resultsArriveAsTheyWere(Toys toys) {
    assertThat(toys.echo(TOY)).isEqualTo(TOY);
    assertThat(toys.echo(null)).isNull();
    assertThat(toys.echo(new Toy(null, null, null, null)))
        .isEqualTo(new Toy(null, null, null, null));
    DesignId id = DesignId.random();
    assertThat(toys.place(id, Long.MIN_VALUE))
        .isEqualTo(new String2(id.toString(), Long.toString(Long.MIN_VALUE)));
  }

  @ParameterizedTest
  @MethodSource("both")
  void nothingStaysNothing(Toys toys) {
    assertThat(toys.nullable(null)).isNull();
    assertThat(toys.nullable("Ball")).isNotNull();
    assertThat(toys.maybe(null)).isEmpty();
    assertThat(toys.maybe("Ball"))
        .hasValueSatisfying(toy -> assertThat(toy.name()).isEqualTo("Ball"));
    assertThat(toys.search("x", null, List.of())).isEmpty();
    assertThat(toys.byName()).isEmpty();
    assertThat(toys.isEmpty()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("both")
  void changesAreMade(Toys toys) {
    toys.put(TOY);
    toys.put(TOY);

    assertThat(toys.count()).isEqualTo(1);
    assertThat(toys.isEmpty()).isFalse();
    assertThat(toys.byName()).isEqualTo(Map.of(TOY.name(), TOY));
    toys.clear();
    assertThat(toys.count()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"100%25", "a{b}c", "50% off", "a+b c&d=e", "", "é/?#", "../x", ";a=b", " ", "\n"})
  void textArrivesToTheLetter(String text) {
    for (Named<Toys> toys : both()) {
      assertThat(toys.getPayload().search(text, Size.LARGE, List.of(text, "b")))
          .as(toys.getName())
          .containsExactly(new Toy(text, Size.LARGE, ToyBox.MADE, List.of(text, "b")));
    }
  }

  @ParameterizedTest
  @MethodSource("both")
  void whoAsksIsPassedOn(Toys toys) {
    Caller alice =
        new Caller(
            "auth0|alicé",
            Set.of("staff", "x"),
            "alice@example.com",
            Instant.parse("2026-11-23T12:00:00Z"));

    assertThat(toys.who(alice)).contains(alice);
    assertThat(toys.who(new Caller("bob", Set.of(), null)))
        .contains(new Caller("bob", Set.of(), null));
    assertThat(toys.who(null)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("both")
  void whatMayNotRepeatIsDoneOnce(Toys toys) {
    Caller alice = new Caller("alice", Set.of(), null);
    int before = toys.add(alice, TOY);

    for (int i = 1; i <= 10; i++) {
      assertThat(toys.add(alice, TOY)).isEqualTo(before + i);
    }
  }

  @ParameterizedTest
  @EnumSource
  void refusalsAreTheSame(Refusal refusal) {
    DomainException here = refusal(LOCAL, refusal);
    DomainException elsewhere = refusal(forced.contract(), refusal);

    assertThat(elsewhere).isExactlyInstanceOf(here.getClass()).hasMessage(here.getMessage());
    assertThat(elsewhere.code()).isEqualTo(here.code());
    assertThat(elsewhere.errors()).isEqualTo(here.errors());
  }

  private static DomainException refusal(Toys toys, Refusal refusal) {
    return (DomainException) catchThrowable(() -> toys.refuse(refusal));
  }

  @ParameterizedTest
  @MethodSource("both")
  void theUnexpectedTellsNothingButAnIncident(Toys toys) {
    assertThat(catchThrowable(() -> toys.unexpected("hunter2")))
        .asInstanceOf(type(DomainException.class))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ProblemCode.INTERNAL))
        .satisfies(
            e ->
                assertThat(e.getMessage())
                    .matches("Quote urn:pet:incident:[0-9a-f-]{36} to the store's team\\."));
  }

  @Test
  void theBadDayWasOne() {
    int executions = forced.executions();
    int faults = forced.faults();

    for (int i = 0; i < 8; i++) {
      assertThat(forced.contract().count()).isZero();
    }

    assertThat(forced.executions() - executions).isGreaterThanOrEqualTo(16);
    assertThat(forced.faults() - faults).isGreaterThanOrEqualTo(8);
  }

  @Test
  void aProxyIsAnObject() {
    Toys toys = forced.contract();

    assertThat(Set.of(toys)).containsExactly(toys).doesNotContain(LOCAL);
    assertThat(toys).hasToString("remote Toys");
  }
}
