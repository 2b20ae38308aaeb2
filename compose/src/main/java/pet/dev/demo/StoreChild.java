package pet.dev.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import pet.dev.demo.StoreHttp.NoAnswer;
import pet.dev.mode.Mode;
import pet.testing.FreePorts;

/** A store of {@code make dev} as a child process, on ports and data of its own, to be killed. */
final class StoreChild {

  private static final String SINGLE = "single";
  private static final Path FOLDER = Path.of("compose", "target", "chaos");
  private static final Duration STOP = Duration.ofSeconds(30);

  private final Path home;
  private final Path log;
  private final String mode;
  private final int port;
  private final Map<String, String> environment = new LinkedHashMap<>();
  private Process process;

  private StoreChild(Path home, Path log, String mode, int port) {
    this.home = home;
    this.log = log;
    this.mode = mode;
    this.port = port;
    environment.put("PET_HOME", home.toString());
    environment.put("PET_ACCESS_LOG", "OFF");
  }

  /**
   * All in one process.
   *
   * @param home where its data is; what is there is forgotten only with the folder
   */
  static StoreChild single(Path home, Path log) {
    StoreChild child = new StoreChild(home, log, SINGLE, FreePorts.next());
    child.environment.put("PET_PORT", Integer.toString(child.port));
    for (String other :
        new String[] {"PET_ADMIN_PORT", "PET_POSTGRES_PORT", "PET_REDIS_PORT", "PET_KAFKA_PORT"}) {
      child.environment.put(other, Integer.toString(FreePorts.next()));
    }
    return child;
  }

  /**
   * As a mode's file has it.
   *
   * @param offset by which its ports, and those of its servers, are moved
   */
  static StoreChild of(Path file, Mode mode, int offset, Path home, Path log) {
    StoreChild child = new StoreChild(home, log, file.toString(), mode.entrance().port() + offset);
    child.environment.put("PET_PORT_OFFSET", Integer.toString(offset));
    return child;
  }

  /** A folder for a store that is to be hurt; its logs go beside it. */
  static Path newHome() throws IOException {
    Path run = FOLDER.resolve("run-" + Instant.now().getEpochSecond());
    Path home = Files.createDirectories(run.resolve("home"));
    // Unpacking PostgreSQL takes seconds, and it is the same one.
    Path binaries = Path.of(".pet", "bin").toAbsolutePath();
    if (Files.isDirectory(binaries)) {
      Files.createSymbolicLink(home.resolve("bin"), binaries);
    }
    return home;
  }

  String url() {
    return "http://localhost:" + port;
  }

  /** Starts it and returns when it is ready. */
  void start(StoreHttp store, Duration atMost) throws InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder("scripts/run", "pet.dev.Dev", "320m", mode)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    long deadline = System.nanoTime() + atMost.toNanos();
    while (!isReady(store)) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new IllegalStateException("the store did not start; see " + log);
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  private static boolean isReady(StoreHttp store) {
    try {
      return store.get("/ready", null).status() == 200;
    } catch (NoAnswer e) {
      return false;
    }
  }

  /** kill -9. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** kill -9 of its PostgreSQL, if that is a descendant of the process that we started. */
  boolean killPostgres() {
    Properties noted = new Properties();
    try (var in = Files.newBufferedReader(home.resolve("data/postgres/server.pid"))) {
      noted.load(in);
    } catch (IOException e) {
      return false;
    }
    long pid = Long.parseLong(noted.getProperty("pid", "0"));
    return process
        .descendants()
        .filter(child -> child.pid() == pid)
        .anyMatch(ProcessHandle::destroyForcibly);
  }

  /** Stops it as Ctrl-C does; by force if it does not listen. */
  void stop() throws InterruptedException {
    if (process != null && process.isAlive()) {
      process.destroy();
      if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
        kill();
      }
    }
  }

  /** For when we are ended ourselves. */
  void abandon() {
    if (process != null) {
      process.destroyForcibly();
    }
  }
}
