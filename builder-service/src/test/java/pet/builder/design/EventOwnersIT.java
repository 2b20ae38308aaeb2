package pet.builder.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.codahale.metrics.MetricRegistry;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import pet.domain.Caller;
import pet.domain.ModuleName;
import pet.domain.user.Users;
import pet.testing.Neighbours;
import pet.testing.ScriptedBehaviour;
import pet.testing.ScriptedServer;

/** A user module that behaves badly costs a design its person, and nothing else. */
@Timeout(60)
class EventOwnersIT {

  /** What is promised, and what a loaded machine may add to it. */
  private static final Duration SOON = Duration.ofSeconds(4);

  private final ScriptedServer bad = new ScriptedServer(ScriptedBehaviour.HANGS);
  private final Neighbours neighbours = new Neighbours();
  private final MetricRegistry metrics = new MetricRegistry();
  private final EventOwners owners =
      new EventOwners(neighbours.contract(ModuleName.USER, Users.class, bad.url()), metrics);

  @AfterEach
  void close() {
    neighbours.close();
    bad.close();
  }

  private Duration ask() {
    long start = System.nanoTime();
    assertThat(owners.of(new Caller("alice", Set.of(), null))).isNull();
    return Duration.ofNanos(System.nanoTime() - start);
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "WELL")
  void whateverItAnswersNobodyWaitsLongAndNobodyIsTold(ScriptedBehaviour behaviour) {
    bad.behave(behaviour);

    assertThat(ask()).isLessThan(SOON);
    assertThat(metrics.meter("builder.events.privacy-unknown").getCount()).isEqualTo(1);
  }

  @Test
  void oneThatIsAwayCostsNothing() {
    bad.goAway();

    assertThat(ask()).isLessThan(SOON);
  }

  @Test
  void oneThatHangsIsSoonLeftAlone() {
    await().atMost(Duration.ofSeconds(30)).until(() -> ask().compareTo(Duration.ofMillis(100)) < 0);

    int before = bad.requests();
    for (int i = 0; i < 50; i++) {
      ask();
    }
    assertThat(bad.requests() - before).as("almost none of them asked").isLessThan(10);
  }
}
