package pet.platform.database;

import io.dropwizard.lifecycle.Managed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pet.domain.DomainException;
import pet.domain.ProblemCode;

/**
 * Group commit: writes of many threads are done together. A thread takes all writes that wait and
 * does them in one transaction; those that come meanwhile are the next group. A single write is as
 * quick as without it; under load one commit and one round trip serve many. The queue is bounded: a
 * write that finds it full fails with {@code UNAVAILABLE} at once.
 *
 * @param <T> what is written
 * @param <R> the result of a write
 */
public final class StoreQueue<T, R> implements Managed {

  private static final Logger LOG = LoggerFactory.getLogger(StoreQueue.class);
  private static final int MOST_AT_ONCE = 64;

  private final String name;
  private final BlockingQueue<Waiting<T, R>> queue;
  private final Duration time;
  private final Function<List<T>, List<R>> store;
  private final List<Thread> threads;
  private volatile boolean running;

  /** A write that waits for its result. */
  private record Waiting<T, R>(T value, CompletableFuture<R> answer) {}

  /**
   * Makes one; it is used from {@link #start} on.
   *
   * @param name of the threads
   * @param threads how many groups are written at a time: of two, one that takes long holds up half
   *     of those that come; one has larger groups, which are cheaper
   * @param bound how many may wait
   * @param time how long one may take
   * @param store writes all in one transaction, or none; answers in their order
   */
  public StoreQueue(
      String name, int threads, int bound, Duration time, Function<List<T>, List<R>> store) {
    this.name = name;
    this.queue = new ArrayBlockingQueue<>(bound);
    this.time = time;
    this.store = store;
    this.threads =
        IntStream.range(0, threads).mapToObj(i -> new Thread(this::run, name + "-" + i)).toList();
  }

  @Override
  public void start() {
    running = true;
    threads.forEach(Thread::start);
  }

  /** Does the writes that wait, and stops. */
  @Override
  public void stop() throws InterruptedException {
    running = false;
    for (Thread thread : threads) {
      thread.join(TimeUnit.SECONDS.toMillis(10));
    }
  }

  /** How many writes wait now. */
  public int waiting() {
    return queue.size();
  }

  /**
   * Writes a value; returns when it is durable.
   *
   * @throws DomainException {@code UNAVAILABLE} if too many wait, or it took too long; in the
   *     latter case it may yet be written
   */
  public R write(T value) {
    Waiting<T, R> waiting = new Waiting<>(value, new CompletableFuture<>());
    if (!queue.offer(waiting)) {
      throw overload(null);
    }
    try {
      return waiting.answer().get(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      // Nobody waits for it any more: if its group has not begun, it is left out.
      waiting.answer().cancel(false);
      throw overload(e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException known
          ? known
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw overload(e);
    }
  }

  private static DomainException overload(Exception cause) {
    return new DomainException(
        ProblemCode.UNAVAILABLE, "Too many at once; please come again.", List.of(), cause);
  }

  private void run() {
    List<Waiting<T, R>> batch = new ArrayList<>(MOST_AT_ONCE);
    while (running || !queue.isEmpty()) {
      try {
        take(batch);
        batch.removeIf(waiting -> waiting.answer().isDone());
        write(batch);
      } catch (InterruptedException e) {
        batch.forEach(waiting -> waiting.answer().completeExceptionally(e));
        return;
      } catch (Throwable e) {
        // An Error, too: those who wait get it, and the thread goes on.
        LOG.error("{}: a group could not be stored", name, e);
        batch.forEach(waiting -> waiting.answer().completeExceptionally(e));
      } finally {
        batch.clear();
      }
    }
  }

  /** The writes that wait now; none if none comes for a while. */
  private void take(List<Waiting<T, R>> batch) throws InterruptedException {
    Waiting<T, R> first = queue.poll(100, TimeUnit.MILLISECONDS);
    if (first != null) {
      batch.add(first);
      queue.drainTo(batch, MOST_AT_ONCE - 1);
    }
  }

  private void write(List<Waiting<T, R>> batch) {
    if (batch.isEmpty()) {
      return;
    }
    try {
      List<R> answers = store.apply(batch.stream().map(Waiting::value).toList());
      for (int i = 0; i < batch.size(); i++) {
        batch.get(i).answer().complete(answers.get(i));
      }
    } catch (RuntimeException e) {
      if (batch.size() == 1 || DatabaseTrouble.isOutage(e)) {
        batch.forEach(waiting -> waiting.answer().completeExceptionally(e));
      } else {
        // One of them cannot be written: that is to be told to its sender alone.
        batch.forEach(waiting -> write(List.of(waiting)));
      }
    }
  }
}
