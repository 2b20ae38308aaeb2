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
import pet.backend.BackendService;
import pet.dev.DevServers.Ports;
import pet.platform.PetApplication;
import pet.platform.login.DevelopmentTokens;

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
    String token = tokens.mint("trainer", "staff", "trainer@example.com");
    for (HttpRequest.Builder request : requests) {
      http.send(
          request
              .header("Authorization", "Bearer " + token)
              .header("Content-Type", "application/json")
              .build(),
          BodyHandlers.discarding());
    }
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
