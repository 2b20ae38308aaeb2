package pet.dev;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import pet.dev.DevServers.Ports;
import pet.dev.mode.Mode;
import pet.dev.mode.ModeFile;
import pet.dev.mode.ModeProcess;
import pet.platform.Companion;
import pet.platform.PetApplication;
import pet.platform.login.DevelopmentTokens;
import pet.testing.FreePorts;
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
   * @param args the folder for the run's data, the folder of the binaries
   */
  public static void main(String[] args) throws Exception {
    Home home = new Home(Path.of(args[0]), Path.of(args[1]));
    Mode mode = ModeFile.read(Dev.MODES, "single").moved(port -> FreePorts.next());
    DevServers servers =
        new DevServers(home, new Ports(FreePorts.next(), FreePorts.next(), FreePorts.next()));
    PetApplication store = Dev.inside(mode, servers, new Trained(servers));
    visit(mode.entrance(), DevelopmentTokens.at(home.developmentKey()));
    store.stop();
    System.exit(0);
  }

  private record Trained(DevServers servers) implements Companion {
    @Override
    public void start() {
      servers.start();
    }

    @Override
    public void serving() {}

    @Override
    public void stop() {
      servers.stop();
    }
  }

  private static void visit(ModeProcess process, DevelopmentTokens tokens) throws Exception {
    String store = process.url().toString();
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
    requests.add(HttpRequest.newBuilder(process.adminUrl().resolve("/healthcheck")));
    requests.add(HttpRequest.newBuilder(process.adminUrl().resolve("/metrics")));
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
      if (http.send(request, BodyHandlers.ofString()).body().contains("windowStart")) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    throw new IllegalStateException("nothing was counted at " + rollup);
  }
}
