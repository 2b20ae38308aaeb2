package pet.dev;

import ch.qos.logback.classic.Level;
import io.dropwizard.logging.common.BootstrapLogging;
import java.util.concurrent.CountDownLatch;

/** {@code make dev-infra}: the embedded servers alone, until the process is told to stop. */
public final class Infra {

  private Infra() {}

  public static void main(String[] args) throws Exception {
    BootstrapLogging.bootstrap(Level.WARN);
    CountDownLatch stopped = new CountDownLatch(1);
    try {
      DevServers servers =
          new DevServers(Home.fromEnvironment(), DevServers.Ports.fromEnvironment());
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    servers.stop();
                    stopped.countDown();
                  },
                  "stop-servers"));
      servers.start();
      System.out.print(Banner.infra(servers));
    } catch (RuntimeException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
    stopped.await();
  }
}
