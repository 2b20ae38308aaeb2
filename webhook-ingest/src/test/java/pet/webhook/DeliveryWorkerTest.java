package pet.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** While ingest is busy, one thread processes; otherwise all do. */
@Timeout(30)
class DeliveryWorkerTest {

  private static final int SIZE = 4;

  private final Set<String> threads = ConcurrentHashMap.newKeySet();
  private final AtomicInteger steps = new AtomicInteger();
  private final AtomicBoolean busy = new AtomicBoolean();
  private final DeliveryWorker worker = new DeliveryWorker(this::step, SIZE, busy::get);

  private final AtomicLong begun = new AtomicLong();
  private final AtomicLong worked = new AtomicLong();
  private volatile Runnable work = () -> {};

  private boolean step() {
    long start = System.nanoTime();
    begun.compareAndSet(0, start);
    threads.add(Thread.currentThread().getName());
    work.run();
    worked.addAndGet(System.nanoTime() - start);
    return steps.incrementAndGet() < 100_000;
  }

  @AfterEach
  void stop() throws InterruptedException {
    worker.stop();
  }

  @Test
  void allProcessWhileFewArrive() {
    worker.start();

    await().until(() -> threads.size() == SIZE);
  }

  @Test
  void oneGoesOnWhileIngestIsBusyAndTheOthersAfterIt() {
    busy.set(true);
    worker.start();

    await().until(() -> steps.get() >= 1_000);
    assertThat(threads).hasSize(1);

    busy.set(false);
    await().until(() -> threads.size() == SIZE);
  }

  @Test
  void whileIngestIsBusyItRestsForAsLongAsItWorks() {
    busy.set(true);
    work = () -> LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    worker.start();

    await().until(() -> steps.get() >= 40);
    // A rest may last longer than it should, and work was counted as long as it lasted.
    assertThat(worked.get()).isLessThan((System.nanoTime() - begun.get()) * 6 / 10);
  }
}
