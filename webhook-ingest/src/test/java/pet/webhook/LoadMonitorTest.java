package pet.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LoadMonitorTest {

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger inHand = new AtomicInteger();
  private final LoadMonitor load = new LoadMonitor(nanos::get, inHand::get, 4);

  /** So many are in hand for so long, and are looked at every few milliseconds. */
  private boolean isBusyAfter(int inHand, int millis) {
    this.inHand.set(inHand);
    boolean there = false;
    for (int i = 0; i < millis; i += 5) {
      nanos.addAndGet(Duration.ofMillis(5).toNanos());
      there = load.isBusy();
    }
    return there;
  }

  @Test
  void manyAtOneMomentAreNone() {
    assertThat(isBusyAfter(1, 500)).isFalse();
    assertThat(isBusyAfter(20, 10)).isFalse();
    assertThat(isBusyAfter(1, 500)).isFalse();
  }

  @Test
  void moreThanSoManyAllTheTimeAreOneUntilTheyAreGone() {
    assertThat(isBusyAfter(4, 2_000)).isFalse();
    assertThat(isBusyAfter(6, 1_000)).isTrue();
    assertThat(isBusyAfter(0, 10)).isTrue();
    assertThat(isBusyAfter(0, 500)).isFalse();
  }

  @Test
  void howOftenItIsAskedDoesNotMatter() {
    inHand.set(6);
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());

    assertThat(load.isBusy()).isTrue();
  }
}
