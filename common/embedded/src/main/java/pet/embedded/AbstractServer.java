package pet.embedded;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the three have in common: the data directory, the port, and the order of things. */
abstract class AbstractServer implements EmbeddedServer {
  private static final Logger LOG = LoggerFactory.getLogger(AbstractServer.class);

  private final String name;
  private final ServerOptions options;
  private final DataDirectory directory;
  private int port;
  private boolean started;

  AbstractServer(String name, ServerOptions options) {
    this.name = name;
    this.options = options;
    this.directory = new DataDirectory(options.dataDirectory());
    this.port = options.port();
  }

  /** Starts it on the port and returns when it answers; cleans up after itself if it fails. */
  abstract void boot(int onPort);

  /** Stops it and waits for the end. */
  abstract void halt();

  /** Ends a process that an earlier run has left on the data directory. */
  abstract void reapLeftOver();

  @Override
  public final String name() {
    return name;
  }

  final ServerOptions options() {
    return options;
  }

  final DataDirectory directory() {
    return directory;
  }

  @Override
  public final synchronized int port() {
    if (port == 0) {
      throw new IllegalStateException(name + " has no port before its first start");
    }
    return port;
  }

  @Override
  public final synchronized void start() {
    if (isRunning()) {
      return;
    }
    try {
      hold();
      makeReady();
      bootWithRetry();
    } catch (RuntimeException e) {
      abandon();
      throw e;
    }
  }

  /** First of three steps, apart so that three servers are all refused before one starts. */
  final synchronized void hold() {
    directory.hold();
  }

  /** Second step: nobody left on our data, nobody on our port. */
  final synchronized void makeReady() {
    if (isRunning()) {
      return;
    }
    reapLeftOver();
    if (!started && !options.durable()) {
      directory.wipe();
    }
    if (port == 0) {
      port = Ports.pick();
    } else {
      Ports.requireFree(name, port);
    }
  }

  private void bootWithRetry() {
    long begin = System.nanoTime();
    LOG.info("{}: starting on port {}, data in {}", name, port, directory.root());
    for (int attempt = 1; ; attempt++) {
      try {
        boot(port);
        break;
      } catch (EmbeddedServerException e) {
        // A picked port may be taken by another process between the look and the start.
        boolean lostRace = options.port() == 0 && !started && !Ports.isFree(port);
        if (!lostRace || attempt == 3) {
          throw e;
        }
        port = Ports.pick();
        LOG.info("{}: another process was faster, trying port {}", name, port);
      }
    }
    started = true;
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    LOG.info("{}: ready on 127.0.0.1:{} after {} ms", name, port, took.toMillis());
  }

  /** After a refused first start the directory is for others again. */
  final synchronized void abandon() {
    if (!started) {
      directory.release();
    }
  }

  @Override
  public final synchronized void stop() {
    if (isRunning()) {
      LOG.info("{}: stopping", name);
    }
    halt();
  }

  @Override
  public final synchronized void close() {
    stop();
    if (!directory.isHeld()) {
      return;
    }
    if (options.durable()) {
      directory.release();
    } else {
      directory.delete();
    }
    started = false;
  }
}
