package pet.dev.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import pet.messaging.Json;
import pet.testing.shopify.SignedWebhook;

/** The store as its clients see it. */
final class StoreHttp {

  private static final ObjectMapper JSON = Json.tolerant();
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  // As Shopify does.
  private static final Duration WEBHOOK_PATIENCE = Duration.ofSeconds(5);

  private final URI store;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(1))
          .build();

  StoreHttp(URI store) {
    this.store = store;
  }

  /** An answer, whatever it says. */
  record Reply(int status, String retryAfter, String body) {

    JsonNode json() {
      try {
        return JSON.readTree(body);
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("not JSON, with status " + status, e);
      }
    }

    /** How long the store asks to wait; Shopify's own pause where it does not say. */
    Duration pause() {
      try {
        return Duration.ofSeconds(Math.min(30, Math.max(0, Long.parseLong(retryAfter))));
      } catch (NumberFormatException e) {
        return Duration.ofSeconds(1);
      }
    }
  }

  /** No answer came. */
  static final class NoAnswer extends Exception {
    private static final long serialVersionUID = 1;
    private final boolean arrived;

    NoAnswer(IOException cause) {
      super(cause);
      arrived =
          !(cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException);
    }

    /** Whether the request may have reached the store. */
    boolean mayHaveArrived() {
      return arrived;
    }
  }

  Reply get(String path, String token) throws NoAnswer {
    return send(request(path, token).GET());
  }

  Reply post(String path, String token, Object body) throws NoAnswer {
    try {
      return send(
          request(path, token)
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body))));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  Reply post(String path, String token) throws NoAnswer {
    return send(request(path, token).POST(BodyPublishers.noBody()));
  }

  Reply deliver(SignedWebhook webhook) throws NoAnswer {
    return deliver(webhook.path(), webhook.headers(), webhook.body());
  }

  Reply deliver(String path, Map<String, String> headers, byte[] body) throws NoAnswer {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(store.resolve(path))
            .timeout(WEBHOOK_PATIENCE)
            .POST(BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
    return send(request);
  }

  private HttpRequest.Builder request(String path, String token) {
    HttpRequest.Builder request = HttpRequest.newBuilder(store.resolve(path)).timeout(PATIENCE);
    return token == null ? request : request.header("Authorization", "Bearer " + token);
  }

  private Reply send(HttpRequest.Builder request) throws NoAnswer {
    try {
      HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
      return new Reply(
          response.statusCode(),
          response.headers().firstValue("Retry-After").orElse(""),
          response.body());
    } catch (IOException e) {
      throw new NoAnswer(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
