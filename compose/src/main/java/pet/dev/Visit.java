package pet.dev;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import pet.platform.login.DevelopmentTokens;
import pet.testing.shopify.ShopifyOrderPayload;
import pet.testing.shopify.ShopifyWebhooks;
import pet.testing.shopify.SignedWebhook;

/** One customer's way through a store, so that it has loaded all that it needs. */
final class Visit {

  private static final String CONFIG =
      "{\"size\":\"M\",\"colorId\":\"ocean\",\"hardwareId\":\"gold\"}";

  /** Windows in which nothing happened are answered as well. */
  private static final Pattern COUNTED = Pattern.compile("\"(created|orders)\":[1-9]");

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI store;
  private final URI admin;
  private final String token;

  /**
   * @param store an address that answers every path
   * @param admin the operators' port of that process
   * @param tokens whose tokens it believes
   */
  Visit(URI store, URI admin, DevelopmentTokens tokens) {
    this.store = store;
    this.admin = admin;
    this.token = tokens.mint("trainer", "staff", "trainer@example.com");
  }

  /** Returns when what it did has been counted, too. */
  void everything() throws IOException, InterruptedException {
    ShopifyOrderPayload order =
        ShopifyOrderPayload.anOrder()
            .number(1)
            .email("trainer@example.com")
            .goods("Leash", "LEASH-1", "9.99", 1);
    ShopifyWebhooks shop = new ShopifyWebhooks();
    deliver(shop.deliver("orders/create", order));
    deliver(shop.deliver("orders/fulfilled", order));
    get(store, "/ready");
    get(store, "/api/catalog");
    get(store, "/api/users/me");
    get(store, "/api/orders");
    get(store, "/api/analytics/designs");
    post("/api/designs/quote", CONFIG);
    post("/api/designs", "{\"name\":\"Trained\",\"config\":" + CONFIG + "}");
    get(admin, "/healthcheck");
    get(admin, "/metrics");
    awaitCount("/api/analytics/designs");
    awaitCount("/api/analytics/orders");
  }

  private void deliver(SignedWebhook webhook) throws IOException, InterruptedException {
    http.send(webhook.request(store), BodyHandlers.discarding());
  }

  private HttpResponse<String> get(URI process, String path)
      throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(process.resolve(path)));
  }

  private void post(String path, String body) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(store.resolve(path)).header("Content-Type", "application/json");
    send(request.POST(BodyPublishers.ofString(body)));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(
        request.header("Authorization", "Bearer " + token).timeout(Duration.ofSeconds(30)).build(),
        BodyHandlers.ofString());
  }

  /** Only what has been counted has loaded all that counts; a minute is enough for it. */
  private void awaitCount(String rollup) throws IOException, InterruptedException {
    for (int tries = 0; tries < 600; tries++) {
      if (COUNTED.matcher(get(store, rollup).body()).find()) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    throw new IllegalStateException("nothing was counted at " + rollup);
  }
}
