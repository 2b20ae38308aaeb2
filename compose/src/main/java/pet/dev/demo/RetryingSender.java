package pet.dev.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import pet.dev.demo.StoreHttp.NoAnswer;

/**
 * Delivers as senders of webhooks do, in haste: gives up waiting after 5 s and comes again, makes
 * each delivery at some time within seconds, so out of order, and some of them twice.
 */
final class RetryingSender {

  private static final int THREADS = 32;
  private static final double DUPLICATES = 0.2;
  private static final int DUPLICATE_WITHIN_MILLIS = 6000;
  private static final Duration FINISH = Duration.ofMinutes(2);

  private final StoreHttp ingest;
  private final Random random;
  private final int retries;
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final Set<Delivery> taken = ConcurrentHashMap.newKeySet();
  private final Set<Delivery> givenUp = ConcurrentHashMap.newKeySet();
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicInteger duplicates = new AtomicInteger();
  private final Latencies latencies = new Latencies();

  /**
   * @param retries after so many it gives a delivery up
   */
  RetryingSender(StoreHttp ingest, Random random, int retries) {
    this.ingest = ingest;
    this.random = random;
    this.retries = retries;
  }

  /** Will deliver it at some time between two, in milliseconds from now; perhaps twice. */
  void plan(Delivery delivery, int from, int to) {
    plan(delivery, random.nextInt(from, to));
    if (random.nextDouble() < DUPLICATES) {
      duplicates.incrementAndGet();
      plan(delivery, random.nextInt(DUPLICATE_WITHIN_MILLIS));
    }
  }

  /** Does not deliver it, as if all retries had failed. */
  void giveUp(Delivery delivery) {
    givenUp.add(delivery);
  }

  private void plan(Delivery delivery, long inMillis) {
    open.incrementAndGet();
    later(inMillis, () -> deliver(delivery, 1));
  }

  private void later(long millis, Runnable what) {
    CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS, threads).execute(what);
  }

  private void deliver(Delivery delivery, int attempt) {
    requests.incrementAndGet();
    long begun = System.nanoTime();
    try {
      int status =
          ingest
              .deliver(delivery.path(), delivery.headers().apply(Instant.now()), delivery.body())
              .status();
      if (status == 200) {
        latencies.record(System.nanoTime() - begun);
        taken.add(delivery);
        open.decrementAndGet();
        return;
      }
    } catch (NoAnswer e) {
      // As good as a refusal: it comes again.
    }
    failures.incrementAndGet();
    if (attempt > retries) {
      giveUp(delivery);
      open.decrementAndGet();
      return;
    }
    later(Math.min(5000, 250L << Math.min(attempt, 10)), () -> deliver(delivery, attempt + 1));
  }

  /** Waits until everything has its 200, or was given up. */
  void finish() throws InterruptedException {
    long deadline = System.nanoTime() + FINISH.toNanos();
    while (open.get() > 0) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(open.get() + " deliveries have no answer yet");
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    threads.shutdown();
  }

  /** What was answered with a 200. */
  Set<Delivery> taken() {
    return Set.copyOf(taken);
  }

  /** What was given up and never taken: nobody comes with it again. */
  Set<Delivery> givenUp() {
    Set<Delivery> never = new HashSet<>(givenUp);
    never.removeAll(taken);
    return never;
  }

  int requests() {
    return requests.get();
  }

  int failures() {
    return failures.get();
  }

  int duplicates() {
    return duplicates.get();
  }

  /** How long it took to be answered with a 200. */
  Latencies latencies() {
    return latencies;
  }
}
