package pet.platform.http;

import com.codahale.metrics.health.HealthCheck;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks what a process cannot work without, all at once, and does not wait for what says nothing: a
 * server that hangs takes connections as before, and whoever asks whether we are ready gives up
 * long before its driver does.
 */
final class Readiness {

  private final Map<String, HealthCheck> needed;
  private final Duration patience;

  /** One answer for all who ask meanwhile, so that a server that hangs holds one thread. */
  private final Map<String, CompletableFuture<Boolean>> asked = new ConcurrentHashMap<>();

  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "readiness");
            thread.setDaemon(true);
            return thread;
          });

  Readiness(Map<String, HealthCheck> needed, Duration patience) {
    this.needed = needed;
    this.patience = patience;
  }

  /** Whether it answers, by name. */
  Map<String, Boolean> ask() throws InterruptedException {
    Map<String, CompletableFuture<Boolean>> answers = new TreeMap<>();
    needed.forEach((name, check) -> answers.put(name, answer(name, check)));
    long end = System.nanoTime() + patience.toNanos();
    Map<String, Boolean> all = new TreeMap<>();
    for (var answer : answers.entrySet()) {
      all.put(answer.getKey(), within(end - System.nanoTime(), answer.getValue()));
    }
    return all;
  }

  private CompletableFuture<Boolean> answer(String name, HealthCheck check) {
    return asked.compute(
        name,
        (same, running) ->
            running != null && !running.isDone()
                ? running
                : CompletableFuture.supplyAsync(() -> check.execute().isHealthy(), threads));
  }

  private static boolean within(long nanos, CompletableFuture<Boolean> answer)
      throws InterruptedException {
    try {
      return answer.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException e) {
      return false;
    }
  }
}
