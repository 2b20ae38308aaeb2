package pet.builder.preview;

import com.codahale.metrics.Meter;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Timer;
import io.dropwizard.lifecycle.Managed;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import pet.domain.DomainException;
import pet.domain.ProblemCode;

/**
 * Where previews are drawn: by few threads, so that the rest of the process keeps its share of the
 * machine, with so many in the queue. Whoever comes when that is full is refused at once.
 */
final class DrawingBoard implements Executor, Managed {

  private final ThreadPoolExecutor threads;
  private final Timer drawn;
  private final Meter refused;

  DrawingBoard(int threadCount, int queue, MetricRegistry metrics) {
    AtomicInteger number = new AtomicInteger();
    threads =
        new ThreadPoolExecutor(
            threadCount,
            threadCount,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(queue),
            work -> {
              Thread thread = new Thread(work, "preview-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
    drawn = metrics.timer("builder.previews.drawn");
    refused = metrics.meter("builder.previews.refused");
  }

  /** Half of the machine, and one thread at least. */
  static int share() {
    return Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
  }

  /**
   * Has it drawn.
   *
   * @throws DomainException {@code UNAVAILABLE} if there is too much to draw already
   */
  @Override
  public void execute(Runnable drawing) {
    try {
      threads.execute(() -> drawn.time(drawing));
    } catch (RejectedExecutionException e) {
      refused.mark();
      throw new DomainException(
          ProblemCode.UNAVAILABLE, "Too many previews are being drawn; try again in a moment.");
    }
  }

  @Override
  public void stop() {
    threads.shutdownNow();
  }
}
