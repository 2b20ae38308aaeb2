package pet.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CoalescerTest {

  private final ExecutorService callers = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    callers.shutdownNow();
  }

  /** A question that is answered when the test says so. */
  private record Asked(Set<String> keys, CompletableFuture<Map<String, Integer>> answer) {

    void lengths() {
      answer.complete(keys.stream().collect(Collectors.toMap(key -> key, String::length)));
    }
  }

  private final BlockingQueue<Asked> questions = new LinkedBlockingQueue<>();
  private final Coalescer<String, Integer> coalescer = new Coalescer<>(this::hold, 3);

  private Map<String, Integer> hold(Set<String> keys) {
    Asked asked = new Asked(new TreeSet<>(keys), new CompletableFuture<>());
    questions.add(asked);
    try {
      return asked.answer().get();
    } catch (ExecutionException e) {
      throw (RuntimeException) e.getCause();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Asked next() throws InterruptedException {
    return questions.poll(30, TimeUnit.SECONDS);
  }

  /** A caller who waits already when this returns. */
  private Future<Integer> call(String key) {
    CompletableFuture<Integer> answer = new CompletableFuture<>();
    Thread caller =
        new Thread(
            () -> {
              try {
                answer.complete(coalescer.ask(key));
              } catch (RuntimeException e) {
                answer.completeExceptionally(e);
              }
            });
    caller.setDaemon(true);
    caller.start();
    await().until(() -> caller.getState() == Thread.State.WAITING || answer.isDone());
    return answer;
  }

  @Test
  void whoComesAloneIsAskedForAtOnce() throws Exception {
    Future<Integer> one = call("a");

    Asked asked = next();
    assertThat(asked.keys()).containsExactly("a");
    asked.lengths();
    assertThat(one.get()).isEqualTo(1);
  }

  @Test
  void whoComesMeanwhileIsAskedForTogetherAndAfterwards() throws Exception {
    Future<Integer> first = call("a");
    Future<Integer> second = call("bb");
    Future<Integer> third = call("ccc");
    Future<Integer> same = call("bb");
    Asked asked = next();
    assertThat(asked.keys()).containsExactly("a");
    assertThat(questions).as("one question at a time").isEmpty();

    asked.lengths();
    assertThat(first.get()).isEqualTo(1);
    Asked together = next();
    assertThat(together.keys()).containsExactly("bb", "ccc");
    together.lengths();
    assertThat(List.of(second.get(), third.get(), same.get())).containsExactly(2, 3, 2);
  }

  @Test
  void noQuestionHasMoreKeysThanItMay() throws Exception {
    List<Future<Integer>> calls = new ArrayList<>();
    for (String key : List.of("a", "b", "c", "d", "e")) {
      calls.add(call(key));
    }

    List<Set<String>> asked = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Asked question = next();
      asked.add(question.keys());
      question.lengths();
    }
    assertThat(asked).containsExactly(Set.of("a"), Set.of("b", "c", "d"), Set.of("e"));
    for (Future<Integer> call : calls) {
      assertThat(call.get()).isEqualTo(1);
    }
  }

  @Test
  void aFailureIsThatOfAllItWasAskedForAndOfNobodyElse() throws Exception {
    Future<Integer> first = call("a");
    Future<Integer> second = call("b");
    Future<Integer> third = call("c");
    next().answer().completeExceptionally(new IllegalArgumentException("no"));
    assertThatThrownBy(first::get).hasRootCauseMessage("no");

    next().lengths();
    assertThat(second.get() + third.get()).isEqualTo(2);
  }

  @Test
  void aKeyThatIsLeftOutHasNoAnswer() throws Exception {
    Future<Integer> call = call("a");
    next().answer().complete(Map.of("b", 1));

    assertThat(call.get()).isNull();
  }

  /** Each caller writes before it asks: an answer from before its call would be older than that. */
  @Test
  void noAnswerIsOlderThanItsCall() throws Exception {
    Map<Integer, Integer> written = new ConcurrentHashMap<>();
    Coalescer<Integer, Integer> reads =
        new Coalescer<>(
            keys -> keys.stream().collect(Collectors.toMap(key -> key, written::get)), 4);
    int rounds = 2_000;
    List<Future<Boolean>> all = new ArrayList<>();
    for (int caller = 0; caller < 16; caller++) {
      int key = caller;
      all.add(
          callers.submit(
              () -> {
                for (int round = 0; round < rounds; round++) {
                  written.put(key, round);
                  if (reads.ask(key) != round) {
                    return false;
                  }
                }
                return true;
              }));
    }
    for (Future<Boolean> caller : all) {
      assertThat(caller.get()).isTrue();
    }
  }
}
