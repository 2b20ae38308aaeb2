package pet.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CrowdTest {

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger inHand = new AtomicInteger();
  private final Crowd crowd = new Crowd(nanos::get, inHand::get, 4);

  /** So many are in hand for so long, and are looked at every few milliseconds. */
  private boolean isThereAfter(int inHand, int millis) {
    this.inHand.set(inHand);
    boolean there = false;
    for (int i = 0; i < millis; i += 5) {
      nanos.addAndGet(Duration.ofMillis(5).toNanos());
      there = crowd.isThere();
    }
    return there;
  }

  @Test
  void manyAtOneMomentAreNone() {
    assertThat(isThereAfter(1, 500)).isFalse();
    assertThat(isThereAfter(20, 10)).isFalse();
    assertThat(isThereAfter(1, 500)).isFalse();
  }

  @Test
  void moreThanSoManyAllTheTimeAreOneUntilTheyAreGone() {
    assertThat(isThereAfter(4, 2_000)).isFalse();
    assertThat(isThereAfter(6, 1_000)).isTrue();
    assertThat(isThereAfter(0, 10)).isTrue();
    assertThat(isThereAfter(0, 500)).isFalse();
  }

  @Test
  void howOftenItIsAskedDoesNotMatter() {
    inHand.set(6);
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());

    assertThat(crowd.isThere()).isTrue();
  }
}
