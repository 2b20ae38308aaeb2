package pet.dev;

import ch.qos.logback.classic.Level;
import io.dropwizard.logging.common.BootstrapLogging;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import pet.dev.DevServers.Ports;
import pet.embedded.EmbeddedServers;
import pet.platform.login.DevelopmentTokens;
import pet.testing.FreePorts;

/**
 * A training run of the services: a process of its own, started with the class path and the flags
 * that it will have, on embedded servers, visited and ended. What its JVM then writes lets services
 * start quickly: the class archive of {@code make start-...}, the AOT cache of the image.
 */
public final class TrainServices {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private TrainServices() {}

  /**
   * Runs the command against embedded servers, with all modules in it.
   *
   * @param args the folder for the run's data, the folder of the servers' binaries; then the
   *     command
   */
  public static void main(String[] args) throws Exception {
    BootstrapLogging.bootstrap(Level.WARN);
    Path home = Path.of(args[0]);
    List<String> command = List.of(args).subList(2, args.length);
    Ports ports = new Ports(FreePorts.next(), FreePorts.next(), FreePorts.next());
    int port = FreePorts.next();
    int adminPort = FreePorts.next();
    try (EmbeddedServers servers =
        EmbeddedServers.durable(
            home.resolve("data"),
            Path.of(args[1]),
            ports.postgres(),
            ports.redis(),
            ports.kafka())) {
      servers.start();
      Path key = home.resolve("development.jwk");
      Process store = start(command, home, key, ports, port, adminPort);
      try {
        URI url = URI.create("http://localhost:" + port);
        awaitReady(url, store);
        URI admin = URI.create("http://localhost:" + adminPort);
        new Visit(url, admin, DevelopmentTokens.at(key)).everything();
      } finally {
        store.destroy();
      }
      // The JVM writes the cache when it has ended.
      if (!store.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        store.destroyForcibly();
        throw new IllegalStateException("the training run did not end");
      }
    }
    System.exit(0);
  }

  private static Process start(
      List<String> command, Path home, Path key, Ports ports, int port, int adminPort)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    Map<String, String> environment = builder.environment();
    for (String module : List.of("USER", "ORDER", "BUILDER", "WEBHOOK", "ANALYTICS")) {
      environment.put("PET_MODULE_" + module, "local");
    }
    environment.put("PET_PORT", Integer.toString(port));
    environment.put("PET_ADMIN_PORT", Integer.toString(adminPort));
    environment.put("PET_DATABASE_URL", "jdbc:postgresql://localhost:" + ports.postgres() + "/pet");
    environment.put("PET_REDIS_URI", "redis://localhost:" + ports.redis());
    environment.put("PET_KAFKA", "localhost:" + ports.kafka());
    environment.put("PET_DEVELOPMENT_KEY", key.toString());
    environment.put("PET_ANALYTICS_STATE", home.resolve("streams").toString());
    environment.put("PET_LOG_LEVEL", "WARN");
    environment.put("PET_ACCESS_LOG", "OFF");
    return builder.start();
  }

  private static void awaitReady(URI store, Process process) throws InterruptedException {
    HttpClient http = HttpClient.newHttpClient();
    HttpRequest ready = HttpRequest.newBuilder(store.resolve("/ready")).build();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (process.isAlive() && System.nanoTime() < deadline) {
      try {
        if (http.send(ready, BodyHandlers.discarding()).statusCode() == 200) {
          return;
        }
      } catch (IOException e) {
        // Not listening yet.
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    throw new IllegalStateException("the training run's process did not start");
  }
}
