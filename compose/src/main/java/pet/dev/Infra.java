package pet.dev;

import ch.qos.logback.classic.Level;
import io.dropwizard.logging.common.BootstrapLogging;
import java.util.concurrent.CountDownLatch;

/** {@code make dev-infra}: the embedded servers alone, until the process is told to stop. */
public final class Infra {

  private Infra() {}

  public static void main(String[] args) throws Exception {
    BootstrapLogging.bootstrap(Level.WARN);
    DevServers servers = DevServers.fromEnvironment();
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  servers.stop();
                  stopped.countDown();
                },
                "stop-servers"));
    try {
      servers.start();
    } catch (RuntimeException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
    System.out.print(Banner.infra(servers.ports(), servers.data()));
    stopped.await();
  }
}
