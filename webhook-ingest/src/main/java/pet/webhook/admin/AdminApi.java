package pet.webhook.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import pet.platform.Secret;

/**
 * Asks Shopify's Admin GraphQL API, one question at a time, no faster than its bucket of points
 * allows. What may pass is tried again; the token and the answers are in no message.
 */
public final class AdminApi {

  private static final int ATTEMPTS = 6;
  private static final long MOST_BYTES = 4 * 1024 * 1024;
  private static final Duration TO_CONNECT = Duration.ofSeconds(5);

  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(TO_CONNECT)
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private final URI url;
  private final Secret token;
  private final Duration timeout;
  private final Duration firstPause;
  private final ObjectMapper json;
  private Duration pause = Duration.ZERO;

  /**
   * @param timeout for one answer in full
   * @param firstPause after the first failure; each next one is twice as long
   */
  public AdminApi(URI url, Secret token, Duration timeout, Duration firstPause, ObjectMapper json) {
    this.url = url;
    this.token = token;
    this.timeout = timeout;
    this.firstPause = firstPause;
    this.json = json;
  }

  /** What came of one attempt: the data, or how long to wait and why. */
  private record Attempt(JsonNode data, Duration pause, String why) {
    static Attempt again(Duration pause, String why) {
      return new Attempt(null, pause, why);
    }
  }

  /**
   * Asks, and asks again while Shopify is away, busy or wants us to wait.
   *
   * @return the answer's {@code data}
   * @throws AdminException if it does not answer in the end, or refuses
   */
  public JsonNode ask(String query, Map<String, ?> variables)
      throws AdminException, InterruptedException {
    HttpRequest request = request(query, variables);
    Duration backoff = firstPause;
    for (int attempt = 1; ; attempt++) {
      TimeUnit.NANOSECONDS.sleep(pause.toNanos());
      pause = Duration.ZERO;
      Attempt made = attempt(request);
      if (made.data() != null) {
        pause = made.pause();
        return made.data();
      }
      if (attempt == ATTEMPTS) {
        throw new AdminException(made.why() + ", " + attempt + " times");
      }
      pause = made.pause().compareTo(backoff) > 0 ? made.pause() : backoff;
      backoff = Throttle.shorter(backoff.multipliedBy(2));
    }
  }

  private HttpRequest request(String query, Map<String, ?> variables) {
    try {
      byte[] body = json.writeValueAsBytes(Map.of("query", query, "variables", variables));
      return HttpRequest.newBuilder(url)
          .timeout(timeout)
          .header("Content-Type", "application/json")
          .header("Accept", "application/json")
          .header("X-Shopify-Access-Token", token.value())
          .POST(BodyPublishers.ofByteArray(body))
          .build();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a question could not be written", e);
    }
  }

  private Attempt attempt(HttpRequest request) throws AdminException, InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> answer =
        http.sendAsync(request, head -> new BoundedBody(MOST_BYTES));
    try {
      return read(answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      return Attempt.again(Duration.ZERO, "Shopify takes too long to answer");
    } catch (ExecutionException e) {
      return Attempt.again(
          Duration.ZERO, "Shopify cannot be asked: " + e.getCause().getClass().getSimpleName());
    } finally {
      // Whoever does not wait any more leaves no exchange behind.
      answer.cancel(true);
    }
  }

  private Attempt read(HttpResponse<byte[]> response) throws AdminException {
    int status = response.statusCode();
    if (status == 429 || status >= 500) {
      return Attempt.again(retryAfter(response), "Shopify answers " + status);
    }
    if (status != 200) {
      throw new AdminException("Shopify answers " + status);
    }
    JsonNode answer;
    try {
      answer = json.readTree(response.body());
    } catch (IOException e) {
      return Attempt.again(Duration.ZERO, "Shopify's answer is no JSON");
    }
    if (Throttle.refuses(answer)) {
      return Attempt.again(Throttle.until(answer), "Shopify wants us to wait");
    }
    JsonNode data = answer.path("data");
    if (!answer.path("errors").isEmpty() || !data.isObject()) {
      throw new AdminException("Shopify refuses the question" + code(answer));
    }
    return new Attempt(data, Throttle.until(answer), null);
  }

  /** Shopify's code, such as ACCESS_DENIED; never its message, which may quote. */
  private static String code(JsonNode answer) {
    String code = answer.path("errors").path(0).path("extensions").path("code").asText("");
    return code.matches("[A-Za-z_]{1,60}") ? ": " + code : "";
  }

  private static Duration retryAfter(HttpResponse<?> response) {
    return response
        .headers()
        .firstValue("Retry-After")
        .filter(text -> text.matches("\\d{1,4}(\\.\\d{1,3})?"))
        .map(text -> Throttle.shorter(Duration.ofMillis((long) (Double.parseDouble(text) * 1000))))
        .orElse(Duration.ZERO);
  }
}
