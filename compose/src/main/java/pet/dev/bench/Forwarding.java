package pet.dev.bench;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The same request to the service that answers it, and to one that forwards it there, at a fixed
 * rate. A latency counts from the moment a request was due, so that a stall is not hidden.
 */
final class Forwarding {

  private static final int PER_SECOND = 300;
  private static final int SECONDS = 10;
  private static final int ROUNDS = 3;

  private final Samples straight = new Samples();
  private final Samples forwarded = new Samples();
  private final AtomicInteger failed = new AtomicInteger();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(1))
          .build();

  void run(URI service, URI forwarder, String path) {
    offer(service.resolve(path), 3, new Samples());
    offer(forwarder.resolve(path), 3, new Samples());
    for (int round = 0; round < ROUNDS; round++) {
      offer(service.resolve(path), SECONDS, straight);
      offer(forwarder.resolve(path), SECONDS, forwarded);
    }
  }

  private void offer(URI target, int seconds, Samples samples) {
    HttpRequest request = HttpRequest.newBuilder(target).timeout(Duration.ofSeconds(10)).build();
    int count = PER_SECOND * seconds;
    CompletableFuture<?>[] answers = new CompletableFuture<?>[count];
    long first = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(50);
    for (int i = 0; i < count; i++) {
      long due = first + i * TimeUnit.SECONDS.toNanos(1) / PER_SECOND;
      Executor then =
          CompletableFuture.delayedExecutor(due - System.nanoTime(), TimeUnit.NANOSECONDS);
      answers[i] =
          CompletableFuture.runAsync(() -> {}, then)
              .thenCompose(now -> http.sendAsync(request, BodyHandlers.ofByteArray()))
              .handle((answer, failure) -> count(answer, due, samples));
    }
    CompletableFuture.allOf(answers).join();
  }

  /** No answer, or another than 200, is a failure. */
  private Void count(HttpResponse<byte[]> answer, long due, Samples samples) {
    samples.add(System.nanoTime() - due);
    if (answer == null || answer.statusCode() != 200) {
      failed.incrementAndGet();
    }
    return null;
  }

  int failed() {
    return failed.get();
  }

  double addedMillis(double quantile) {
    return forwarded.at(quantile) - straight.at(quantile);
  }

  String summary() {
    return "straight p50 %.2f p99 %.2f ms, forwarded p50 %.2f p99 %.2f ms, %d requests each"
        .formatted(
            straight.at(0.5),
            straight.at(0.99),
            forwarded.at(0.5),
            forwarded.at(0.99),
            straight.size());
  }
}
