package pet.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.codahale.metrics.health.HealthCheck;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ReadinessTest {

  private final AtomicInteger askedOf = new AtomicInteger();
  private final CountDownLatch back = new CountDownLatch(1);

  private final HealthCheck hanging =
      new HealthCheck() {
        @Override
        protected Result check() throws InterruptedException {
          askedOf.incrementAndGet();
          back.await();
          return Result.healthy();
        }
      };

  private static HealthCheck that(HealthCheck.Result answer) {
    return new HealthCheck() {
      @Override
      protected Result check() {
        return answer;
      }
    };
  }

  @Test
  void tellsWhatAnswersAndWhatDoesNot() throws InterruptedException {
    Map<String, HealthCheck> needed =
        Map.of(
            "up", that(HealthCheck.Result.healthy()),
            "down", that(HealthCheck.Result.unhealthy("gone")));
    assertThat(new Readiness(needed, Duration.ofSeconds(10)).ask())
        .containsExactlyInAnyOrderEntriesOf(Map.of("up", true, "down", false));
  }

  @Test
  void doesNotWaitForWhatHangsAndAsksItOnce() throws InterruptedException {
    Map<String, HealthCheck> needed =
        Map.of("database", hanging, "other", that(HealthCheck.Result.healthy()));
    Readiness readiness = new Readiness(needed, Duration.ofMillis(100));

    assertThat(readiness.ask()).isEqualTo(Map.of("database", false, "other", true));
    assertThat(readiness.ask()).isEqualTo(Map.of("database", false, "other", true));
    assertThat(askedOf).hasValue(1);

    back.countDown();
    await()
        .until(readiness::ask, answers -> answers.equals(Map.of("database", true, "other", true)));
  }
}
