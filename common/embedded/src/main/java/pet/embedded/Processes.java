package pet.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs short commands, and waits for processes that others started. */
final class Processes {
  private Processes() {}

  record Result(int status, String output) {}

  /** Runs a command to its end, with this as its input. */
  static Result run(List<String> command, String input) {
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
      builder.environment().put("LC_ALL", "C");
      Process process = builder.start();
      process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().close();
      try (InputStream out = process.getInputStream()) {
        String output = new String(out.readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), output);
      }
    } catch (IOException e) {
      return new Result(127, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmbeddedServerException("Interrupted while running " + command.get(0), e);
    }
  }

  /** Runs a command that must succeed. */
  static void require(List<String> command, String input) {
    Result result = run(command, input);
    if (result.status() != 0) {
      throw new EmbeddedServerException(
          String.join(" ", command) + " failed: " + result.output().strip());
    }
  }

  /** Sends a signal by name, through the shell, for Java knows only TERM and KILL. */
  static void signal(ProcessHandle process, String signal) {
    run(List.of("/bin/sh", "-c", "kill -s \"$1\" \"$2\"", "kill", signal, "" + process.pid()), "");
  }

  /** Whether it ended in time. */
  static boolean awaitEnd(ProcessHandle process, Duration atMost) {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (process.isAlive()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      pause(10);
    }
    return true;
  }

  /** Between two questions to a process whether it is there yet. */
  static void pause(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmbeddedServerException("Interrupted while waiting for a process", e);
    }
  }
}
