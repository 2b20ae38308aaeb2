package pet.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {

  private final Backoff backoff = new Backoff(Duration.ofSeconds(1), 12);

  @Test
  void theLastAttemptIsMadeAboutFourHoursAfterTheFirst() {
    Random random = new Random(1);
    Duration all =
        IntStream.range(1, 12)
            .mapToObj(failures -> backoff.delay(failures, random))
            .reduce(Duration.ZERO, Duration::plus);
    assertThat(all).isBetween(Duration.ofMinutes(190), Duration.ofMinutes(270));
  }

  @Test
  void whatFailedTogetherComesBackApart() {
    Random random = new Random(1);
    assertThat(IntStream.range(0, 100).mapToObj(i -> backoff.delay(3, random)).distinct())
        .hasSizeGreaterThan(50)
        .allSatisfy(
            delay -> assertThat(delay).isBetween(Duration.ofMillis(4687), Duration.ofMillis(6250)));
  }

  @Test
  void theTwelfthFailureIsTheLast() {
    assertThat(backoff.isLast(11)).isFalse();
    assertThat(backoff.isLast(12)).isTrue();
  }
}
