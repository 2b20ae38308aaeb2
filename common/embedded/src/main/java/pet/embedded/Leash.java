package pet.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A child process that ends when this JVM does, whatever way that is, and that hears nothing of a
 * Ctrl-C in our terminal; see {@code leash.sh}.
 */
public final class Leash {
  /** The script kills after 20 s. */
  private static final Duration LONGEST_STOP = Duration.ofSeconds(25);

  private final Process wrapper;
  private final ProcessHandle child;

  private Leash(Process wrapper, ProcessHandle child) {
    this.wrapper = wrapper;
    this.child = child;
  }

  /**
   * Starts a program that logs to a file.
   *
   * @param signal what asks the program to end, INT or TERM
   * @param log takes what the program prints; overwritten
   */
  static Leash start(List<String> command, String signal, Path directory, Path log) {
    ProcessBuilder builder = new ProcessBuilder(full(command, signal, log.toString()));
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    // What the developer has set for other servers must not reach ours.
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    builder.environment().put("LC_ALL", "C");
    return start(builder.directory(directory.toFile()), command);
  }

  /**
   * Starts a program, in this JVM's directory, that ends on SIGTERM and whose {@link #output()} is
   * read by the caller.
   *
   * @param environment what it gets beside our own
   * @throws EmbeddedServerException if there is no such program
   */
  public static Leash start(List<String> command, Map<String, String> environment) {
    ProcessBuilder builder = new ProcessBuilder(full(command, "TERM", "-"));
    builder.environment().putAll(environment);
    return start(builder, command);
  }

  private static List<String> full(List<String> command, String signal, String log) {
    List<String> full = new ArrayList<>(List.of("/bin/sh", "-c", script(), "leash", signal, log));
    full.addAll(command);
    return full;
  }

  private static Leash start(ProcessBuilder builder, List<String> command) {
    try {
      Process wrapper = builder.start();
      BufferedReader out = wrapper.inputReader(StandardCharsets.US_ASCII);
      String pid = out.readLine();
      ProcessHandle child =
          pid == null ? null : ProcessHandle.of(Long.parseLong(pid.strip())).orElse(null);
      if (child == null) {
        wrapper.getOutputStream().close();
        throw new EmbeddedServerException("Could not start " + String.join(" ", command));
      }
      return new Leash(wrapper, child);
    } catch (IOException e) {
      throw new EmbeddedServerException("Could not start " + String.join(" ", command), e);
    }
  }

  private static String script() {
    try (InputStream in = Leash.class.getResourceAsStream("leash.sh")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  ProcessHandle child() {
    return child;
  }

  /** The program's own process. */
  public long pid() {
    return child.pid();
  }

  boolean isAlive() {
    return wrapper.isAlive();
  }

  /** What a program prints that does not log to a file; it ends when the program does. */
  public BufferedReader output() {
    return wrapper.errorReader();
  }

  /** Waits for the program to end by itself; tells its status, 128 + n after a signal n. */
  public int waitFor() throws InterruptedException {
    return wrapper.waitFor();
  }

  /** Lets go of the leash and waits for the program to end. */
  public void release() {
    try {
      wrapper.getOutputStream().close();
    } catch (IOException e) {
      // The wrapper has gone already, and the program with it.
      Thread.onSpinWait();
    }
    awaitEnd();
  }

  /** kill -9, of the program and of its own children. */
  void kill() {
    List<ProcessHandle> family = new ArrayList<>(child.descendants().toList());
    child.destroyForcibly();
    family.forEach(ProcessHandle::destroyForcibly);
    awaitEnd();
    for (ProcessHandle process : family) {
      Processes.awaitEnd(process, Duration.ofSeconds(5));
    }
  }

  private void awaitEnd() {
    try {
      if (!wrapper.waitFor(LONGEST_STOP.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new EmbeddedServerException("Process " + child.pid() + " does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmbeddedServerException("Interrupted while process " + child.pid() + " ends", e);
    }
  }
}
