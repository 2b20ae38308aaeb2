package pet.dev;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import pet.embedded.Leash;

/**
 * A process that is kept running: it ends with this JVM whatever way that is, what it prints goes
 * to the console, and when it ends unasked it is started again, later each time.
 */
final class Child {

  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();

  private final String name;
  private final List<String> command;
  private final URI ready;
  private final Console console;
  private final Runnable changed;
  private final CompletableFuture<Void> firstReady = new CompletableFuture<>();
  private final RestartBackoff backoff = new RestartBackoff();
  private final Thread life;
  private Leash leash;
  private boolean stopping;

  /**
   * @param ready answers 200 once it can work
   * @param changed is called when it got another process id
   */
  Child(String name, List<String> command, URI ready, Console console, Runnable changed) {
    this.name = name;
    this.command = command;
    this.ready = ready;
    this.console = console;
    this.changed = changed;
    this.life = new Thread(this::live, name);
  }

  void start() {
    life.start();
  }

  /** Completes when it is ready for the first time; fails if it ends before that. */
  CompletableFuture<Void> ready() {
    return firstReady;
  }

  /** The process that it is now, if it is there. */
  synchronized Optional<ProcessHandle> process() {
    return Optional.ofNullable(leash).flatMap(l -> ProcessHandle.of(l.pid()));
  }

  private void live() {
    try {
      while (true) {
        long begin = System.nanoTime();
        Leash running = begin();
        if (running == null) {
          return;
        }
        awaitReady(running, begin);
        print(running.output());
        int status = running.waitFor();
        if (!goOn(status)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      firstReady.completeExceptionally(e);
      console.line(name, "is given up: " + e.getMessage());
    }
  }

  private Leash begin() {
    synchronized (this) {
      if (stopping) {
        return null;
      }
      leash = Leash.start(command, Map.of());
    }
    changed.run();
    return leash;
  }

  private void print(BufferedReader output) {
    try {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        console.line(name, line);
      }
    } catch (IOException e) {
      console.line(name, "its output is lost: " + e.getMessage());
    }
  }

  /** Waits before the next start; false if there is none. */
  private boolean goOn(int status) throws InterruptedException {
    synchronized (this) {
      leash = null;
      if (stopping) {
        return false;
      }
    }
    changed.run();
    String end = "ended " + (status > 128 ? "by signal " + (status - 128) : "with " + status);
    if (!firstReady.isDone()) {
      firstReady.completeExceptionally(new CannotStartException(name + " " + end));
      return false;
    }
    Duration pause = backoff.next();
    console.line(name, end + "; it starts again in " + seconds(pause));
    TimeUnit.NANOSECONDS.sleep(pause.toNanos());
    return true;
  }

  private void awaitReady(Leash running, long begin) {
    Thread waiting =
        new Thread(
            () -> {
              while (is(running) && !isReady()) {
                pause();
              }
              if (is(running)) {
                if (!firstReady.complete(null)) {
                  Duration took = Duration.ofNanos(System.nanoTime() - begin);
                  console.line(name, "is ready again after " + seconds(took));
                }
                backoff.reset();
              }
            },
            name + "-ready");
    waiting.setDaemon(true);
    waiting.start();
  }

  private synchronized boolean is(Leash running) {
    return leash == running && !stopping;
  }

  private boolean isReady() {
    HttpRequest request = HttpRequest.newBuilder(ready).timeout(Duration.ofSeconds(2)).build();
    try {
      return HTTP.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Asks it to end, waits for it, and starts it no more. */
  void stop() {
    Leash running;
    synchronized (this) {
      stopping = true;
      running = leash;
    }
    if (running != null) {
      running.release();
    }
    life.interrupt();
  }

  private static String seconds(Duration duration) {
    return "%.1f s".formatted(duration.toMillis() / 1000.0);
  }
}
