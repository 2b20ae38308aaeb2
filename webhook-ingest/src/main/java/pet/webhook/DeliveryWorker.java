package pet.webhook;

import com.codahale.metrics.health.HealthCheck;
import io.dropwizard.lifecycle.Managed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pet.platform.database.DatabaseTrouble;

/**
 * The threads that process deliveries: woken when one is stored, and looking for themselves twice a
 * second, for what is due again and for what other processes stored. A sender waits for its answer
 * and gives up after seconds, an order does not: while ingest is busy, one thread alone goes on
 * processing, half of the time, and leaves the processor to the senders.
 */
final class DeliveryWorker implements Managed {

  private static final Logger LOG = LoggerFactory.getLogger(DeliveryWorker.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration BUSY_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_REST = Duration.ofMillis(250);
  private static final Duration AFTER_TROUBLE = Duration.ofSeconds(1);
  private static final Duration GRACE = Duration.ofSeconds(10);
  // A step that lasts longer has lost its connection's timeout, its report's, or its thread.
  private static final long STUCK_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final BooleanSupplier step;
  private final int size;
  private final BooleanSupplier busy;
  private final Semaphore work = new Semaphore(0);
  private final List<Looper> loopers = new ArrayList<>();
  private volatile boolean running;

  /**
   * @param step processes one delivery; tells whether there was one
   * @param size how many at once
   * @param busy whether many deliveries are being taken in
   */
  DeliveryWorker(BooleanSupplier step, int size, BooleanSupplier busy) {
    this.step = step;
    this.size = size;
    this.busy = busy;
  }

  @Override
  public void start() {
    running = true;
    for (int i = 0; i < size; i++) {
      Looper looper = new Looper(i == 0);
      Thread thread = new Thread(looper, "webhook-worker-" + i);
      looper.thread = thread;
      loopers.add(looper);
      thread.start();
    }
  }

  /** Something is due. */
  void wake() {
    // One permit a thread is all it takes: each goes on for as long as it finds something.
    if (work.availablePermits() < size) {
      work.release();
    }
  }

  /** Finishes what is in hand, takes nothing more. */
  @Override
  public void stop() throws InterruptedException {
    running = false;
    work.release(size);
    long deadline = System.nanoTime() + GRACE.toNanos();
    for (Looper looper : loopers) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      looper.thread.join(Math.max(1, left));
      if (looper.thread.isAlive()) {
        LOG.warn("{} does not stop in time; its delivery is rolled back", looper.thread.getName());
        looper.thread.interrupt();
      }
    }
  }

  /** Says whether the worker is alive and keeps up. */
  HealthCheck health(DoubleSupplier oldestSeconds, Duration lagLimit) {
    return new HealthCheck() {
      @Override
      protected Result check() {
        long dead = loopers.stream().filter(l -> !l.thread.isAlive()).count();
        if (dead > 0 || loopers.isEmpty()) {
          return Result.unhealthy("%d of %d worker threads are dead", dead, size);
        }
        long stuck = loopers.stream().filter(Looper::isStuck).count();
        if (stuck > 0) {
          return Result.unhealthy("%d of %d worker threads are stuck", stuck, size);
        }
        double oldest = oldestSeconds.getAsDouble();
        return oldest > lagLimit.toSeconds()
            ? Result.unhealthy("the oldest unprocessed delivery is %.0f s old", oldest)
            : Result.healthy("the oldest unprocessed delivery is %.0f s old", oldest);
      }
    };
  }

  private final class Looper implements Runnable {
    private final boolean always;
    private volatile Thread thread;
    private volatile long lastTurn = System.nanoTime();

    /**
     * @param always whether it goes on while ingest is busy, too
     */
    Looper(boolean always) {
      this.always = always;
    }

    @Override
    public void run() {
      while (running) {
        lastTurn = System.nanoTime();
        try {
          if (!always && busy.getAsBoolean()) {
            TimeUnit.NANOSECONDS.sleep(BUSY_PAUSE.toNanos());
          } else if (!step.getAsBoolean()) {
            pause(POLL);
          } else if (busy.getAsBoolean()) {
            // As long as it worked: the other processes that a step keeps busy rest, too.
            long worked = System.nanoTime() - lastTurn;
            TimeUnit.NANOSECONDS.sleep(Math.min(worked, LONGEST_REST.toNanos()));
          }
        } catch (InterruptedException e) {
          return;
        } catch (Throwable e) {
          // An Error, too: a thread that ends is one fewer for as long as the process lives.
          if (!running) {
            return;
          }
          report(e);
          if (!pauseAfterTrouble()) {
            return;
          }
        }
      }
    }

    private boolean isStuck() {
      return System.nanoTime() - lastTurn > STUCK_NANOS;
    }

    private void pause(Duration most) throws InterruptedException {
      // Woken or not, the next turn looks.
      boolean woken = work.tryAcquire(most.toMillis(), TimeUnit.MILLISECONDS);
      LOG.trace("woken: {}", woken);
    }

    private boolean pauseAfterTrouble() {
      try {
        TimeUnit.NANOSECONDS.sleep(AFTER_TROUBLE.toNanos());
        return true;
      } catch (InterruptedException e) {
        return false;
      }
    }
  }

  private static void report(Throwable e) {
    if (DatabaseTrouble.isOutage(e)) {
      LOG.warn("deliveries wait for the database: {}", DatabaseTrouble.summary(e));
    } else {
      // JDBI's messages quote bound values, though none of them is a body in clear.
      LOG.error("a delivery could not be processed", e);
    }
  }
}
