package pet.builder.preview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.codahale.metrics.MetricRegistry;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import pet.domain.DomainException;
import pet.domain.ProblemCode;

class DrawingBoardTest {

  private static final int THREADS = 2;
  private static final int QUEUE = 3;

  private final MetricRegistry metrics = new MetricRegistry();
  private final DrawingBoard board = new DrawingBoard(THREADS, QUEUE, metrics);
  private final CountDownLatch release = new CountDownLatch(1);
  private final CountDownLatch begun = new CountDownLatch(THREADS);
  private final CountDownLatch ended = new CountDownLatch(THREADS + QUEUE);
  private final AtomicInteger atOnce = new AtomicInteger();
  private final AtomicInteger mostAtOnce = new AtomicInteger();

  @AfterEach
  void stop() {
    board.stop();
  }

  private void drawing() {
    mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
    begun.countDown();
    try {
      release.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    atOnce.decrementAndGet();
    ended.countDown();
  }

  @Test
  void drawsWithFewThreadsAndRefusesWhatDoesNotFitInTheQueue() throws InterruptedException {
    for (int i = 0; i < THREADS + QUEUE; i++) {
      board.execute(this::drawing);
    }
    assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();

    assertThatThrownBy(() -> board.execute(this::drawing))
        .isInstanceOfSatisfying(
            DomainException.class, e -> assertThat(e.code()).isEqualTo(ProblemCode.UNAVAILABLE));
    assertThat(metrics.meter("builder.previews.refused").getCount()).isOne();

    release.countDown();
    assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(mostAtOnce).hasValue(THREADS);
    assertThat(DrawingBoard.share())
        .isBetween(1, Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
  }
}
