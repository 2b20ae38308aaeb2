package pet.dev;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PatienceTest {

  private Instant now = Instant.parse("2026-11-22T10:00:00Z");
  private final Patience patience = new Patience(() -> now);

  @Test
  void waitsTwiceAsLongEachTimeUpToHalfAMinute() {
    assertThat(patience.next()).isEqualTo(Duration.ofMillis(500));
    assertThat(patience.next()).isEqualTo(Duration.ofSeconds(1));
    assertThat(patience.next()).isEqualTo(Duration.ofSeconds(2));
    for (int i = 0; i < 10; i++) {
      patience.next();
    }
    assertThat(patience.next()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void forgivesWhoWasReadyForLong() {
    patience.next();
    patience.next();
    patience.rewarded();
    now = now.plusSeconds(31);
    assertThat(patience.next()).isEqualTo(Duration.ofMillis(500));
  }

  @Test
  void doesNotForgiveWhoEndsAgainSoonOrNeverWasReady() {
    patience.next();
    patience.rewarded();
    now = now.plusSeconds(5);
    assertThat(patience.next()).isEqualTo(Duration.ofSeconds(1));
    now = now.plusSeconds(60);
    assertThat(patience.next()).isEqualTo(Duration.ofSeconds(2));
  }
}
