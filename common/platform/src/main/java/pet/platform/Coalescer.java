package pet.platform;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

/**
 * Asks for many keys in one question, for callers that come at the same time. While a question is
 * under way, the callers that come wait, and are asked for together by the next one. So an answer
 * is never older than the call that it is given to, nobody waits for more than the question under
 * way and one's own, and the busier it gets, the less each caller costs.
 *
 * @param <K> what is asked for; compared by {@code equals}
 * @param <V> what is answered
 */
public final class Coalescer<K, V> {

  private final Function<Set<K>, Map<K, V>> question;
  private final int mostKeys;

  private final Object lock = new Object();

  /** Those that nobody asks for yet; the first is the next, or has its turn but has not begun. */
  private final Deque<Batch<K, V>> waiting = new ArrayDeque<>();

  private boolean underWay;

  /**
   * Makes one.
   *
   * @param question answers for some keys; a key may be left out of the answer
   * @param mostKeys in one question
   */
  public Coalescer(Function<Set<K>, Map<K, V>> question, int mostKeys) {
    this.question = question;
    this.mostKeys = mostKeys;
  }

  /** Who came first asks for all that joined. */
  private static final class Batch<K, V> {
    final Set<K> keys = new LinkedHashSet<>();
    final CountDownLatch turn = new CountDownLatch(1);
    final CountDownLatch answered = new CountDownLatch(1);
    Map<K, V> answer;
    RuntimeException failure;
  }

  /**
   * The answer for a key, to a question that was asked after this was called.
   *
   * @return null if the answer leaves the key out
   * @throws RuntimeException what the question threw
   */
  public V ask(K key) {
    Batch<K, V> batch;
    boolean first;
    synchronized (lock) {
      batch = waiting.peekLast();
      first = batch == null || batch.keys.size() >= mostKeys;
      if (first) {
        batch = new Batch<>();
        waiting.add(batch);
        if (!underWay) {
          underWay = true;
          batch.turn.countDown();
        }
      }
      batch.keys.add(key);
    }
    if (first) {
      await(batch.turn);
      askFor(batch);
    } else {
      await(batch.answered);
    }
    if (batch.failure != null) {
      throw batch.failure;
    }
    return batch.answer.get(key);
  }

  private void askFor(Batch<K, V> batch) {
    // Only now does nobody join it any more: while its turn was told, others may have come.
    synchronized (lock) {
      waiting.remove();
    }
    try {
      batch.answer = question.apply(batch.keys);
    } catch (RuntimeException e) {
      batch.failure = e;
    } finally {
      batch.answered.countDown();
      handOver();
    }
  }

  /** The next batch is asked for by who began it. */
  private void handOver() {
    synchronized (lock) {
      Batch<K, V> next = waiting.peek();
      if (next == null) {
        underWay = false;
      } else {
        next.turn.countDown();
      }
    }
  }

  /** Others wait for who waits here: it does not leave before its time. */
  private static void await(CountDownLatch latch) {
    boolean interrupted = false;
    while (true) {
      try {
        latch.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
