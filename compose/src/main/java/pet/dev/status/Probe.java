package pet.dev.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import pet.messaging.Json;

/** Asks a process, on its two ports, how it is. */
final class Probe {

  private static final ObjectMapper JSON = Json.tolerant();
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();

  /** All at once: one that hangs holds up nobody but itself. */
  List<Health> ask(List<Source.Member> processes) {
    List<CompletableFuture<Health>> asked = new ArrayList<>();
    processes.forEach(process -> asked.add(CompletableFuture.supplyAsync(() -> ask(process))));
    return asked.stream().map(CompletableFuture::join).toList();
  }

  private Health ask(Source.Member process) {
    return process
        .addresses()
        .map(addresses -> ask(process, addresses))
        .orElseGet(() -> Health.away(process, process.gone()));
  }

  private Health ask(Source.Member process, Source.Addresses at) {
    try {
      HttpResponse<String> ready = get(at.url(), "/ready");
      JsonNode checks = JSON.readTree(get(at.admin(), "/healthcheck").body());
      JsonNode modules = JSON.readTree(get(at.admin(), "/modules").body());
      return Health.of(process, ready.statusCode() == 200, checks, modules);
    } catch (IOException e) {
      return Health.away(process, "does not answer");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Health.away(process, "was not asked");
    }
  }

  private HttpResponse<String> get(URI address, String path)
      throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(address.resolve(path)).timeout(PATIENCE).build();
    return http.send(request, BodyHandlers.ofString());
  }
}
