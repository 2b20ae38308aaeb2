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
    start(bound, time, Duration.ZERO, store);
  }

  private void start(
      int bound, Duration time, Duration gather, Function<List<Integer>, List<String>> store) {
    queue =
        new StoreQueue<>(
            "test-store",
            bound,
            time,
            gather,
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

  /** Both threads have one in hand that does not come to an end. */
  private List<CompletableFuture<String>> keepBusy() {
    List<CompletableFuture<String>> busy = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      int inHand = i + 1;
      busy.addAll(write(100 + i, 101 + i));
      await().until(() -> batches.size() == inHand);
    }
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
    List<CompletableFuture<String>> busy = keepBusy();
    List<CompletableFuture<String>> answers = write(0, 40);
    await().until(() -> queue.waiting() == 40);
    goOn.countDown();
    answers.forEach(CompletableFuture::join);
    busy.forEach(CompletableFuture::join);
    assertThat(batches).hasSizeLessThanOrEqualTo(4);
  }

  @Test
  void whileManyComeMoreOfThemGather() {
    start(512, LONG, Duration.ofMillis(2_500), this::blocked);
    writeMany();

    // That was a large one: who comes next waits for others, and they are written with it.
    CompletableFuture<String> first = new CompletableFuture<>();
    Thread sender = new Thread(() -> first.complete(queue.write(20)));
    sender.start();
    await().until(() -> sender.getState() == Thread.State.TIMED_WAITING && queue.waiting() == 0);
    assertThat(queue.write(21)).isEqualTo("21");
    assertThat(first.join()).isEqualTo("20");
    assertThat(batches).contains(List.of(20, 21));

    // That was a small one: nobody waits.
    assertThat(queue.write(22)).isEqualTo("22");
    assertThat(batches).contains(List.of(22));
  }

  /** 0 to 19, in one batch. */
  private void writeMany() {
    List<CompletableFuture<String>> answers = new ArrayList<>(keepBusy());
    answers.addAll(write(0, 20));
    await().until(() -> queue.waiting() == 20);
    goOn.countDown();
    answers.forEach(CompletableFuture::join);
  }

  @Test
  void theyGatherAsLongAsMoreComeAndNoLonger() {
    Duration gather = Duration.ofSeconds(10);
    start(512, LONG, gather, this::blocked);
    writeMany();

    long begin = System.nanoTime();
    List<CompletableFuture<String>> answers = new ArrayList<>(write(20, 21));
    // Into the second of its fifths.
    while (System.nanoTime() - begin < gather.toNanos() * 3 / 10) {
      int next = 20 + answers.size();
      answers.addAll(write(next, next + 1));
      await().pollDelay(Duration.ofMillis(100)).until(() -> true);
    }
    answers.forEach(CompletableFuture::join);

    assertThat(batches)
        .last()
        .satisfies(last -> assertThat(last).hasSize(answers.size()).contains(20));
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(gather);
  }

  @Test
  void pastTheBoundTheAnswerComesAtOnce() {
    start(3, LONG, this::blocked);
    List<CompletableFuture<String>> answers = new ArrayList<>(keepBusy());
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
    List<CompletableFuture<String>> busy = keepBusy();
    assertThatExceptionOfType(DomainException.class)
        .isThrownBy(() -> queue.write(7))
        .returns(ProblemCode.UNAVAILABLE, DomainException::code);
    goOn.countDown();
    busy.forEach(answer -> answer.exceptionally(e -> "too late").join());
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
    List<CompletableFuture<String>> busy = keepBusy();
    List<CompletableFuture<String>> answers = write(10, 20);
    await().until(() -> queue.waiting() == 10);
    goOn.countDown();
    busy.forEach(CompletableFuture::join);
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
    List<CompletableFuture<String>> answers = new ArrayList<>(keepBusy());
    answers.addAll(write(0, 5));
    await().until(() -> queue.waiting() == 5);
    goOn.countDown();
    queue.stop();
    assertThat(answers).allSatisfy(answer -> assertThat(answer.join()).isNotNull());
  }
}
