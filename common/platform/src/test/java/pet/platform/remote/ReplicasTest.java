package pet.platform.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import pet.platform.ManualClock;
import pet.platform.remote.Reachability.Failure;

class ReplicasTest {

  private static final URI A = URI.create("http://a");
  private static final URI B = URI.create("http://b");
  private static final URI C = URI.create("http://c");

  private final ManualClock clock = new ManualClock(Instant.parse("2026-11-22T19:05:00Z"));
  private final Reachability reachability = new Reachability(clock);
  private final Replicas replicas = new Replicas(List.of(A, B, C), reachability);

  @Test
  void takeTurns() {
    assertThat(replicas.inTurn()).containsExactly(A, B, C);
    assertThat(replicas.inTurn()).containsExactly(B, C, A);
    assertThat(replicas.inTurn()).containsExactly(C, A, B);
    assertThat(replicas.inTurn()).containsExactly(A, B, C);
  }

  @Test
  void oneThatDoesNotConnectIsTriedLastForAWhileAndNoOtherGetsItsShare() {
    reachability.failed(B, Failure.CONNECT);

    List<URI> first =
        IntStream.range(0, 10).mapToObj(i -> replicas.inTurn()).map(urls -> urls.get(0)).toList();
    assertThat(first).containsOnly(A, C);
    assertThat(first.stream().filter(A::equals)).hasSize(5);
    assertThat(replicas.inTurn()).hasSize(3).endsWith(B);

    clock.advance(Reachability.SKIPPED);
    assertThat(replicas.inTurn()).doesNotContainSequence(A, C);
  }

  @Test
  void oneThatAnswersAgainIsBackAtOnce() {
    reachability.failed(B, Failure.CONNECT);
    reachability.reached(B);

    assertThat(reachability.isAway(B)).isFalse();
    assertThat(reachability.of(B).failed()).isEqualTo(clock.instant());
    assertThat(reachability.of(B).reached()).isEqualTo(clock.instant());
  }

  @Test
  void onlyOneThatDoesNotConnectIsPassedOver() {
    for (Failure failure : Failure.values()) {
      reachability.failed(A, failure);
      assertThat(reachability.isAway(A)).as("%s", failure).isEqualTo(failure == Failure.CONNECT);
    }
  }

  @Test
  void whenAllAreAwayAllAreTried() {
    List.of(A, B, C).forEach(url -> reachability.failed(url, Failure.CONNECT));

    assertThat(replicas.inTurn()).containsExactlyInAnyOrder(A, B, C);
  }
}
