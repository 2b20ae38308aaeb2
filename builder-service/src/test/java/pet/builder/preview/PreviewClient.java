package pet.builder.preview;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import pet.testing.PetProcess;

/** Asks a process for pictures, which are bytes. */
record PreviewClient(PetProcess process) {

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  static String config(String text) {
    return """
        {"size":"M","colorId":"ocean","hardwareId":"gold","personalization":
        {"text":"%s","font":"block","position":"back","threadColor":"#FFFFFF"}}"""
        .formatted(text);
  }

  /** What there is at a path; with headers: names and values in turn. */
  HttpResponse<byte[]> get(String path, String... headers) {
    HttpRequest.Builder request = process.request(path, null).GET();
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  CompletableFuture<HttpResponse<byte[]>> getSoon(String path) {
    return HTTP.sendAsync(process.request(path, null).GET().build(), BodyHandlers.ofByteArray());
  }

  HttpResponse<byte[]> post(String path, String accept, String config) {
    return send(posted(path, accept, config));
  }

  CompletableFuture<HttpResponse<byte[]>> postSoon(String path, String accept, String config) {
    return HTTP.sendAsync(posted(path, accept, config).build(), BodyHandlers.ofByteArray());
  }

  private HttpRequest.Builder posted(String path, String accept, String config) {
    return HttpRequest.newBuilder(URI.create(process.url() + path))
        .timeout(Duration.ofMinutes(2))
        .header("Content-Type", "application/json")
        .header("Accept", accept)
        .POST(BodyPublishers.ofString(config));
  }

  private static HttpResponse<byte[]> send(HttpRequest.Builder request) {
    try {
      return HTTP.send(request.build(), BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** How many previews it has drawn so far. */
  long drawn() {
    return process
        .admin("/metrics")
        .text()
        .lines()
        .filter(
            line ->
                line.startsWith("builder_previews_drawn_count")
                    || line.startsWith("builder_previews_drawn_seconds_count"))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
