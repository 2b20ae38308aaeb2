package pet.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import pet.testing.Answer;
import pet.testing.PetProcess;

/** The store as a client sees it: one address, and logins that it believes. */
final class StoreClient {

  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final URI url;
  private final Tokens tokens;

  /** Who issues logins. */
  interface Tokens {
    /** Role and email may be null. */
    String of(String subject, String role, String email);
  }

  StoreClient(URI url, Tokens tokens) {
    this.url = url;
    this.tokens = tokens;
  }

  static StoreClient of(PetProcess process) {
    return new StoreClient(process.url(), PetProcess::token);
  }

  URI url() {
    return url;
  }

  String token(String subject, String role, String email) {
    return tokens.of(subject, role, email);
  }

  Answer get(String path) {
    return get(path, null);
  }

  Answer get(String path, String token) {
    return send(request(path, token).GET());
  }

  Answer post(String path, String token, String json) {
    return send(
        request(path, token)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json)));
  }

  /** A request with a token unless it is null, to be completed and sent. */
  HttpRequest.Builder request(String path, String token) {
    HttpRequest.Builder request = HttpRequest.newBuilder(url.resolve(path)).timeout(PATIENCE);
    return token == null ? request : request.header("Authorization", "Bearer " + token);
  }

  Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.headers(), response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
