package pet.dev;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import pet.backend.BackendService;
import pet.dev.DevServers.Ports;
import pet.platform.PetApplication;
import pet.platform.login.DevelopmentTokens;
import pet.testing.shopify.ShopifyOrderPayload;
import pet.testing.shopify.ShopifyWebhooks;

/**
 * A short run of the whole store that the build makes, so that the JVM can archive the classes it
 * loads: processes of the store then start from the archive. On free ports and a folder of its own.
 */
public final class Train {

  private Train() {}

  /**
   * Boots the store, visits it, and ends.
   *
   * @param args the folder for the run's data, the folder of the binaries, the YAML
   */
  public static void main(String[] args) throws Exception {
    Path home = Path.of(args[0]);
    Ports ports = freePorts();
    DevServers servers = new DevServers(home, Path.of(args[1]), ports);
    PetApplication store = new PetApplication("dev", BackendService.modules(), servers);
    store.run("server", args[2]);
    visit(ports, DevelopmentTokens.at(home.resolve("keys").resolve("development.jwk")));
    store.stop();
    System.exit(0);
  }

  private static void visit(Ports ports, DevelopmentTokens tokens) throws Exception {
    String store = "http://localhost:" + ports.store();
    String config = "{\"size\":\"M\",\"colorId\":\"ocean\",\"hardwareId\":\"gold\"}";
    HttpClient http = HttpClient.newHttpClient();
    List<HttpRequest.Builder> requests = new ArrayList<>();
    requests.add(HttpRequest.newBuilder(URI.create(store + "/ready")));
    requests.add(HttpRequest.newBuilder(URI.create(store + "/api/catalog")));
    requests.add(HttpRequest.newBuilder(URI.create(store + "/api/users/me")));
    requests.add(HttpRequest.newBuilder(URI.create(store + "/api/orders")));
    requests.add(HttpRequest.newBuilder(URI.create(store + "/api/analytics/designs")));
    requests.add(
        HttpRequest.newBuilder(URI.create(store + "/api/designs/quote"))
            .POST(BodyPublishers.ofString(config)));
    requests.add(
        HttpRequest.newBuilder(URI.create(store + "/api/designs"))
            .POST(BodyPublishers.ofString("{\"name\":\"Trained\",\"config\":" + config + "}")));
    requests.add(
        HttpRequest.newBuilder(URI.create("http://localhost:" + ports.admin() + "/healthcheck")));
    requests.add(
        HttpRequest.newBuilder(URI.create("http://localhost:" + ports.admin() + "/metrics")));
    ShopifyOrderPayload order =
        ShopifyOrderPayload.anOrder()
            .number(1)
            .email("trainer@example.com")
            .goods("Leash", "LEASH-1", "9.99", 1);
    ShopifyWebhooks shop = new ShopifyWebhooks();
    http.send(
        shop.deliver("orders/create", order).request(URI.create(store)), BodyHandlers.discarding());
    http.send(
        shop.deliver("orders/fulfilled", order).request(URI.create(store)),
        BodyHandlers.discarding());
    String token = tokens.mint("trainer", "staff", "trainer@example.com");
    for (HttpRequest.Builder request : requests) {
      http.send(
          request
              .header("Authorization", "Bearer " + token)
              .header("Content-Type", "application/json")
              .build(),
          BodyHandlers.discarding());
    }
    awaitCount(http, store + "/api/analytics/designs", token);
    awaitCount(http, store + "/api/analytics/orders", token);
  }

  /** Only what has been counted has loaded all that counts; half a minute is enough for it. */
  private static void awaitCount(HttpClient http, String rollup, String token) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(rollup))
            .header("Authorization", "Bearer " + token)
            .build();
    for (int tries = 0; tries < 300; tries++) {
      if (http.send(request, BodyHandlers.ofString())
          .body()
          .matches("(?s).*\"(created|orders)\":[1-9].*")) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    throw new IllegalStateException("nothing was counted at " + rollup);
  }

  private static Ports freePorts() throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < 5; i++) {
        sockets.add(new ServerSocket(0));
      }
      return new Ports(
          sockets.get(0).getLocalPort(),
          sockets.get(1).getLocalPort(),
          sockets.get(2).getLocalPort(),
          sockets.get(3).getLocalPort(),
          sockets.get(4).getLocalPort());
    } finally {
      for (ServerSocket socket : sockets) {
        socket.close();
      }
    }
  }
}
