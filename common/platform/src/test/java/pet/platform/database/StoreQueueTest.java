package pet.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import pet.domain.DomainException;
import pet.domain.ProblemCode;

@Timeout(60)
class StoreQueueTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  private final ConcurrentLinkedQueue<List<Integer>> batches = new ConcurrentLinkedQueue<>();
  private final CountDownLatch goOn = new CountDownLatch(1);
  private final ExecutorService senders = Executors.newCachedThreadPool();
  private StoreQueue<Integer, String> queue;

  private void start(int bound, Duration time, Function<List<Integer>, List<String>> store) {
    queue =
        new StoreQueue<>(
            "test-store",
            1,
            bound,
            time,
            batch -> {
              batches.add(List.copyOf(batch));
              return store.apply(batch);
            });
    queue.start();
  }

  private List<String> blocked(List<Integer> batch) {
    try {
      assertThat(goOn.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return texts(batch);
  }

  private static List<String> texts(List<Integer> batch) {
    return batch.stream().map(Object::toString).toList();
  }

  private List<CompletableFuture<String>> write(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> CompletableFuture.supplyAsync(() -> queue.write(i), senders))
        .toList();
  }

  /** One is in hand, and does not come to an end. */
  private CompletableFuture<String> keepBusy() {
    CompletableFuture<String> busy = write(100, 101).get(0);
    await().until(() -> batches.size() == 1);
    return busy;
  }

  @AfterEach
  void stop() throws Exception {
    goOn.countDown();
    queue.stop();
    senders.shutdownNow();
  }

  @Test
  void eachHasItsOwnAnswer() {
    start(512, LONG, StoreQueueTest::texts);
    List<CompletableFuture<String>> answers = write(0, 300);
    for (int i = 0; i < 300; i++) {
      assertThat(answers.get(i).join()).isEqualTo(Integer.toString(i));
    }
    assertThat(batches.stream().mapToInt(List::size).sum()).isEqualTo(300);
  }

  @Test
  void whatWaitsIsWrittenTogether() {
    start(512, LONG, this::blocked);
    CompletableFuture<String> busy = keepBusy();
    List<CompletableFuture<String>> answers = write(0, 40);
    await().until(() -> queue.waiting() == 40);
    goOn.countDown();
    answers.forEach(CompletableFuture::join);
    busy.join();
    assertThat(batches).hasSize(2);
  }

  @Test
  void pastTheBoundTheAnswerComesAtOnce() {
    start(3, LONG, this::blocked);
    List<CompletableFuture<String>> answers = new ArrayList<>(List.of(keepBusy()));
    answers.addAll(write(0, 3));
    await().until(() -> queue.waiting() == 3);
    assertThatExceptionOfType(DomainException.class)
        .isThrownBy(() -> queue.write(4))
        .returns(ProblemCode.UNAVAILABLE, DomainException::code);
    goOn.countDown();
    assertThat(answers).allSatisfy(answer -> assertThat(answer.join()).isNotNull());
    assertThat(batches.stream().flatMap(List::stream)).doesNotContain(4);
  }

  @Test
  void whoeverWaitsInVainIsToldAndLeftOut() {
    start(8, Duration.ofMillis(200), this::blocked);
    CompletableFuture<String> busy = keepBusy();
    assertThatExceptionOfType(DomainException.class)
        .isThrownBy(() -> queue.write(7))
        .returns(ProblemCode.UNAVAILABLE, DomainException::code);
    goOn.countDown();
    busy.exceptionally(e -> "too late").join();
    await().until(() -> queue.waiting() == 0);
    assertThat(batches.stream().flatMap(List::stream)).doesNotContain(7);
  }

  @Test
  void oneThatCannotBeWrittenIsNotTheOthersFault() {
    start(
        512,
        LONG,
        batch -> {
          blocked(batch);
          if (batch.contains(13)) {
            throw new IllegalArgumentException("13");
          }
          return texts(batch);
        });
    CompletableFuture<String> busy = keepBusy();
    List<CompletableFuture<String>> answers = write(10, 20);
    await().until(() -> queue.waiting() == 10);
    goOn.countDown();
    busy.join();
    for (int i = 10; i < 20; i++) {
      if (i != 13) {
        assertThat(answers.get(i - 10).join()).isEqualTo(Integer.toString(i));
      }
    }
    assertThat(answers.get(3)).isCompletedExceptionally();
    assertThatIllegalArgumentException().isThrownBy(() -> queue.write(13));
  }

  @Test
  void whatWaitsIsWrittenBeforeTheEnd() throws Exception {
    start(512, LONG, this::blocked);
    List<CompletableFuture<String>> answers = new ArrayList<>(List.of(keepBusy()));
    answers.addAll(write(0, 5));
    await().until(() -> queue.waiting() == 5);
    goOn.countDown();
    queue.stop();
    assertThat(answers).allSatisfy(answer -> assertThat(answer.join()).isNotNull());
  }
}
