package pet.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server that is a child process. */
abstract class LeashedServer extends AbstractServer {
  private static final Logger LOG = LoggerFactory.getLogger(LeashedServer.class);
  private static final Duration LONGEST_START = Duration.ofSeconds(60);

  private final String program;
  private final String signal;
  private Leash leash;

  /**
   * @param program its name in the command line
   * @param signal the signal that asks it to end soon
   */
  LeashedServer(String name, String program, String signal, ServerOptions options) {
    super(name, options);
    this.program = program;
    this.signal = signal;
  }

  /** Makes binaries and data ready and gives the command line, which names the data directory. */
  abstract List<String> command(int port) throws IOException;

  /** Whether this process, and not another one on its port, takes requests. */
  abstract boolean answers(long pid, int port);

  /** Whether a failed start is worth another try: what was in its way is about to go. */
  boolean isPassing(String log) {
    return false;
  }

  Optional<ProcessHandle> leftOver() {
    return directory().leftOver();
  }

  final String program() {
    return program;
  }

  @Override
  final void boot(int onPort) {
    List<String> command;
    try {
      command = command(onPort);
    } catch (IOException e) {
      throw new EmbeddedServerException(name() + " could not be prepared: " + e.getMessage(), e);
    }
    for (int attempt = 1; ; attempt++) {
      long deadline = System.nanoTime() + LONGEST_START.toNanos();
      leash = Leash.start(command, signal, directory().data(), directory().log());
      try {
        directory().record(leash.child(), program);
        while (leash.isAlive() && System.nanoTime() < deadline) {
          if (answers(leash.pid(), onPort)) {
            return;
          }
          Processes.pause(10);
        }
      } catch (RuntimeException e) {
        kill();
        throw e;
      }
      boolean ended = !leash.isAlive();
      kill();
      String log = logTail();
      if (!ended || attempt == 20 || !isPassing(log)) {
        throw new EmbeddedServerException(
            "%s %s; %s ends with:%n%s"
                .formatted(
                    name(),
                    ended ? "ended while starting" : "does not answer",
                    directory().log(),
                    log));
      }
      LOG.info("{}: an earlier process is still ending, trying again", name());
      Processes.pause(200);
    }
  }

  private String logTail() {
    try {
      byte[] bytes = Files.readAllBytes(directory().log());
      int from = Math.max(0, bytes.length - 2_000);
      return new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      return "(no log)";
    }
  }

  @Override
  public final boolean isRunning() {
    Leash current = leash;
    return current != null && current.isAlive();
  }

  /**
   * The server's process, for tests that do it harm.
   *
   * @throws IllegalStateException if it is not running
   */
  public final synchronized long pid() {
    if (!isRunning()) {
      throw new IllegalStateException(name() + " is not running");
    }
    return leash.pid();
  }

  /** kill -9, and nothing is tidied up: what a crash looks like. It can be started again. */
  public final synchronized void kill() {
    if (leash != null) {
      leash.kill();
      leash = null;
      directory().forgetProcess();
    }
  }

  @Override
  final void halt() {
    if (leash != null) {
      leash.release();
      leash = null;
      directory().forgetProcess();
    }
  }

  @Override
  final void reapLeftOver() {
    leftOver()
        .ifPresent(
            process -> {
              LOG.info(
                  "{}: process {} of an earlier run is still there, waiting for its end",
                  name(),
                  process.pid());
              // Its leash has told it to end. If that is gone as well, so do we.
              if (!Processes.awaitEnd(process, Duration.ofSeconds(3))) {
                Processes.signal(process, signal);
                if (!Processes.awaitEnd(process, Duration.ofSeconds(15))) {
                  LOG.warn("{}: process {} does not end, killing it", name(), process.pid());
                  process.destroyForcibly();
                  Processes.awaitEnd(process, Duration.ofSeconds(5));
                }
              }
            });
    directory().forgetProcess();
  }
}
