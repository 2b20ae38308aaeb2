package pet.builder.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {

  private final AtomicLong now = new AtomicLong(-500);
  private final CircuitBreaker breaker = new CircuitBreaker(Duration.ofNanos(1000), now::get);

  @Test
  void nobodyWaitsWhileItWorks() {
    assertThat(breaker.mayTry()).isTrue();
    assertThat(breaker.worked()).isFalse();
    assertThat(breaker.mayTry()).isTrue();
  }

  @Test
  void afterAFailureItIsLeftAloneAndThenOneTries() {
    assertThat(breaker.failed()).as("news").isTrue();
    assertThat(breaker.failed()).as("news").isFalse();
    assertThat(breaker.mayTry()).isFalse();

    now.addAndGet(999);
    assertThat(breaker.mayTry()).isFalse();
    now.addAndGet(1);
    assertThat(breaker.mayTry()).as("the first").isTrue();
    assertThat(breaker.mayTry()).as("the second").isFalse();

    assertThat(breaker.worked()).as("news").isTrue();
    assertThat(breaker.mayTry()).isTrue();
    assertThat(breaker.mayTry()).isTrue();
  }

  @Test
  void whoTriesAndNeverReturnsDoesNotHoldTheOthersForEver() {
    breaker.failed();
    now.addAndGet(1000);
    assertThat(breaker.mayTry()).isTrue();
    now.addAndGet(1000);
    assertThat(breaker.mayTry()).isTrue();
  }
}
