package pet.builder.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PauseTest {

  private final AtomicLong now = new AtomicLong(-500);
  private final Pause pause = new Pause(Duration.ofNanos(1000), now::get);

  @Test
  void nobodyWaitsWhileItWorks() {
    assertThat(pause.mayTry()).isTrue();
    assertThat(pause.worked()).isFalse();
    assertThat(pause.mayTry()).isTrue();
  }

  @Test
  void afterAFailureItIsLeftAloneAndThenOneTries() {
    assertThat(pause.failed()).as("news").isTrue();
    assertThat(pause.failed()).as("news").isFalse();
    assertThat(pause.mayTry()).isFalse();

    now.addAndGet(999);
    assertThat(pause.mayTry()).isFalse();
    now.addAndGet(1);
    assertThat(pause.mayTry()).as("the first").isTrue();
    assertThat(pause.mayTry()).as("the second").isFalse();

    assertThat(pause.worked()).as("news").isTrue();
    assertThat(pause.mayTry()).isTrue();
    assertThat(pause.mayTry()).isTrue();
  }

  @Test
  void whoTriesAndNeverReturnsDoesNotHoldTheOthersForEver() {
    pause.failed();
    now.addAndGet(1000);
    assertThat(pause.mayTry()).isTrue();
    now.addAndGet(1000);
    assertThat(pause.mayTry()).isTrue();
  }
}
