package pet.dev;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RestartBackoffTest {

  private Instant now = Instant.parse("2026-11-22T10:00:00Z");
  private final RestartBackoff backoff = new RestartBackoff(() -> now);

  @Test
  void waitsTwiceAsLongEachTimeUpToHalfAMinute() {
    assertThat(backoff.next()).isEqualTo(Duration.ofMillis(500));
    assertThat(backoff.next()).isEqualTo(Duration.ofSeconds(1));
    assertThat(backoff.next()).isEqualTo(Duration.ofSeconds(2));
    for (int i = 0; i < 10; i++) {
      backoff.next();
    }
    assertThat(backoff.next()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void forgivesWhoWasReadyForLong() {
    backoff.next();
    backoff.next();
    backoff.reset();
    now = now.plusSeconds(31);
    assertThat(backoff.next()).isEqualTo(Duration.ofMillis(500));
  }

  @Test
  void doesNotForgiveWhoEndsAgainSoonOrNeverWasReady() {
    backoff.next();
    backoff.reset();
    now = now.plusSeconds(5);
    assertThat(backoff.next()).isEqualTo(Duration.ofSeconds(1));
    now = now.plusSeconds(60);
    assertThat(backoff.next()).isEqualTo(Duration.ofSeconds(2));
  }
}
