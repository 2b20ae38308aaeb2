package pet.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A process that stops is left by its callers before it closes anything under them. */
@ExtendWith(ServersExtension.class)
class DrainIT {

  private static final String UNREADY = "ready: 503";

  @Test
  void noRequestIsCaughtByAStop(Servers servers) {
    PetProcess process =
        PetProcess.of("test", List.of(), "src/test/resources/process.yml")
            .on(servers)
            .with("modules.user", "off")
            .with("modules.order", "off")
            .with("modules.builder", "off")
            .with("modules.webhook", "off")
            .with("modules.analytics", "off")
            .with("drain", "1s")
            .start();
    AtomicInteger answered = new AtomicInteger();
    Queue<String> seen = new ConcurrentLinkedQueue<>();
    List<CompletableFuture<Void>> callers =
        Stream.of("/healthz", "/healthz", "/ready")
            .map(path -> CompletableFuture.runAsync(() -> call(process, path, answered, seen)))
            .toList();
    await().until(() -> answered.get() > 100);

    process.close();

    callers.forEach(CompletableFuture::join);
    assertThat(seen).containsOnly(UNREADY);
  }

  /** Asks until nobody listens any more; tells whatever a caller should not have seen. */
  private static void call(
      PetProcess process, String path, AtomicInteger answered, Queue<String> seen) {
    HttpClient http = HttpClient.newHttpClient();
    HttpRequest request = HttpRequest.newBuilder(process.url().resolve(path)).build();
    while (true) {
      try {
        int status = http.send(request, BodyHandlers.discarding()).statusCode();
        answered.incrementAndGet();
        if (status != 200) {
          seen.add(path.substring(1) + ": " + status);
        }
      } catch (ConnectException e) {
        return;
      } catch (IOException e) {
        // Connected while the door was closing: whoever forwards a GET asks again, elsewhere.
        answered.incrementAndGet();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
