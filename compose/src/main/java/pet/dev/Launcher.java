package pet.dev;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import pet.dev.mode.Mode;
import pet.dev.mode.ModeProcess;
import pet.dev.mode.Program;
import pet.dev.mode.RunFolder;
import pet.dev.mode.RunRecord;

/** Runs a mode whose processes are of their own, with the embedded servers in this JVM. */
final class Launcher {

  private static final Duration LONGEST_START = Duration.ofMinutes(2);

  /** The name of this JVM among its processes. */
  private static final String OWN = "servers";

  private final Mode mode;
  private final DevServers servers;
  private final RunFolder folder;
  private final Console console;
  private final Map<ModeProcess, Child> children = new LinkedHashMap<>();
  private final CountDownLatch stopped = new CountDownLatch(1);

  Launcher(Mode mode, DevServers servers, RunFolder folder) {
    this.mode = mode;
    this.servers = servers;
    this.folder = folder;
    List<String> names = new ArrayList<>(mode.processes().stream().map(ModeProcess::name).toList());
    names.add(OWN);
    console = new Console(System.out, Console.wantsColours(), names);
    ProcessSettings settings = new ProcessSettings(mode, servers);
    for (ModeProcess process : mode.processes()) {
      Child child =
          new Child(
              process.name(),
              command(process, settings.of(process)),
              process.url().resolve("/ready"),
              console,
              this::tell);
      children.put(process, child);
    }
  }

  private static List<String> command(ModeProcess process, Map<String, String> settings) {
    Program program = process.program();
    List<String> command = new ArrayList<>(List.of("scripts/run", program.main(), program.heap()));
    settings.forEach((name, value) -> command.add("-D" + name + "=" + value));
    command.addAll(List.of("server", program.yaml()));
    return command;
  }

  /**
   * Starts everything and returns when this JVM is told to end.
   *
   * @param begin when the start began, for the banner
   */
  void run(Instant begin) throws InterruptedException {
    LogLines.to(console, OWN);
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
    servers.start();
    children.values().forEach(Child::start);
    awaitReady();
    console.text(Banner.store(mode, servers, Duration.between(begin, Instant.now())));
    stopped.await();
  }

  private void awaitReady() throws InterruptedException {
    CompletableFuture<?>[] all =
        children.values().stream().map(Child::ready).toArray(CompletableFuture<?>[]::new);
    CompletableFuture<Void> failed = new CompletableFuture<>();
    for (CompletableFuture<?> one : all) {
      CompletableFuture<?> unused =
          one.exceptionally(
              thrown -> {
                failed.completeExceptionally(thrown);
                return null;
              });
    }
    try {
      CompletableFuture.anyOf(failed, CompletableFuture.allOf(all))
          .orTimeout(LONGEST_START.toSeconds(), TimeUnit.SECONDS)
          .join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof TimeoutException
          ? new CannotStartException(notReady() + " not ready after 2 minutes")
          : new CannotStartException(e.getCause().getMessage() + "; it said why above", e);
    }
  }

  private String notReady() {
    List<String> names = new ArrayList<>();
    children.forEach(
        (process, child) -> {
          if (!child.ready().isDone()) {
            names.add(process.name());
          }
        });
    return String.join(", ", names) + (names.size() == 1 ? " is" : " are");
  }

  /** Tells others on this machine what runs. */
  private void tell() {
    List<RunRecord.Running> running = new ArrayList<>();
    children.forEach((process, child) -> running.add(RunningStore.told(process, child.process())));
    folder.write(new RunRecord(mode.name(), ProcessHandle.current().pid(), running));
  }

  /** The entrance first, so that those behind it are not missed; the servers last. */
  private void stop() {
    console.line(OWN, "stopping");
    List<Child> all = new ArrayList<>(children.values());
    all.get(0).stop();
    CompletableFuture.allOf(
            all.stream()
                .skip(1)
                .map(child -> CompletableFuture.runAsync(child::stop, Launcher::onItsOwn))
                .toArray(CompletableFuture<?>[]::new))
        .exceptionally(
            thrown -> {
              console.line(OWN, "not all processes ended well: " + thrown.getMessage());
              return null;
            })
        .join();
    servers.stop();
    folder.release();
    stopped.countDown();
  }

  private static void onItsOwn(Runnable task) {
    new Thread(task, "stop-child").start();
  }
}
