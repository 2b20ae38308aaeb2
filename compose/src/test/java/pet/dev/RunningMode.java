package pet.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import pet.dev.mode.ModeFile;
import pet.dev.mode.RunFolder;
import pet.dev.mode.RunRecord;
import pet.dev.mode.RunRecord.Running;
import pet.platform.login.DevelopmentTokens;
import pet.testing.Answer;

/** {@code make dev MODE=…} as a person starts it: the programs that were built, on other ports. */
final class RunningMode {

  private static final int SIGINT = 2;

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path MODES = Path.of("modes");
  private static final Duration START = Duration.ofMinutes(2);

  private final Path home;
  private final Path log;
  private final Process process;
  private final RunRecord record;
  private final int offset;

  private RunningMode(Path home, Path log, Process process, RunRecord record, int offset) {
    this.home = home;
    this.log = log;
    this.process = process;
    this.record = record;
    this.offset = offset;
  }

  /** Ports on which no store of this machine is: those of the mode files, moved by so much. */
  static int freeOffset() {
    assertThat(ROOT.resolve("compose/target/lib/classpath"))
        .as("the programs; `make test-modes` builds them")
        .exists();
    IntStream ports =
        Stream.concat(
                ModeFile.names(MODES).stream()
                    .flatMap(mode -> ModeFile.read(MODES, mode).processes().stream())
                    .flatMap(process -> Stream.of(process.port(), process.admin())),
                Stream.of(5432, 6379, 9092))
            .mapToInt(port -> port)
            .distinct();
    int[] all = ports.toArray();
    return IntStream.generate(() -> ThreadLocalRandom.current().nextInt(8_000, 20_000))
        .filter(offset -> IntStream.of(all).allMatch(port -> isFree(port + offset)))
        .findFirst()
        .orElseThrow();
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port)) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  /** Starts a mode and returns when its banner is there. */
  static RunningMode start(String mode, Path home, int offset) {
    Path log = home.resolve(mode + ".log");
    Process process = launch(mode, home, offset, log);
    await()
        .atMost(START)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> !process.isAlive() || read(log).contains("Ctrl-C stops everything"));
    assertThat(process.isAlive()).as(() -> read(log)).isTrue();
    return new RunningMode(home, log, process, recordIn(home), offset);
  }

  /** Starts what has to be refused; tells what it said. */
  static String refused(String mode, Path home, int offset) {
    Path log = home.resolve("refused.log");
    Process process = launch(mode, home, offset, log);
    try {
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    assertThat(process.exitValue()).as(() -> read(log)).isEqualTo(1);
    return read(log);
  }

  private static Process launch(String mode, Path home, int offset, Path log) {
    return run(
        Map.of("PET_PORT_OFFSET", "" + offset),
        home,
        log,
        List.of("scripts/run", "pet.dev.Dev", "320m", mode));
  }

  /** One of the other programs on this store; its status and what it printed. */
  Answer run(String main, String... arguments) {
    return finished(Stream.concat(Stream.of("scripts/run", main, "192m"), Stream.of(arguments)));
  }

  /** One of {@code make}'s commands, of what is built. */
  Answer make(String... arguments) {
    return finished(
        Stream.concat(Stream.of("make", "-o", "compose/target/.built"), Stream.of(arguments)));
  }

  private Answer finished(Stream<String> command) {
    Path out = home.resolve("out.log");
    Process program = run(Map.of("PET_PORT_OFFSET", "" + offset), home, out, command.toList());
    try {
      return new Answer(program.waitFor(), null, read(out));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Process run(Map<String, String> more, Path home, Path log, List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(ROOT.toFile());
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("PET_HOME", home.toString());
    builder.environment().put("PET_ACCESS_LOG", "OFF");
    builder.environment().putAll(more);
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RunRecord recordIn(Path home) {
    return new RunFolder(home).read().orElseThrow();
  }

  /** What it tells of its processes now. */
  RunRecord record() {
    return recordIn(home);
  }

  /** The processes that are not the launcher itself, by name. */
  Map<String, Running> children() {
    Map<String, Running> children = new LinkedHashMap<>();
    for (Running running : record().processes()) {
      if (running.pid() != process.pid()) {
        children.put(running.name(), running);
      }
    }
    return children;
  }

  String log() {
    return read(log);
  }

  /** The public address. */
  StoreClient client() {
    DevelopmentTokens tokens =
        DevelopmentTokens.at(home.resolve("keys").resolve("development.jwk"));
    return new StoreClient(record.processes().get(0).url(), tokens::mint);
  }

  Answer admin(Running of, String path) {
    return client().send(HttpRequest.newBuilder(of.admin().resolve(path)));
  }

  /**
   * Ctrl-C; where tests run in the background of a shell, which ignores that, what it stands for.
   */
  void interrupt() {
    signal(ignoresInterrupts() ? "TERM" : "INT");
    awaitEnd();
  }

  /** Whether the launcher was born with SIGINT ignored: it then never hears it. */
  private boolean ignoresInterrupts() {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    try (Stream<String> lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith("SigIgn:"))
          .mapToLong(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
          .anyMatch(ignored -> (ignored & 1L << (SIGINT - 1)) != 0);
    } catch (IOException e) {
      // No such folder on this system: a terminal is likely.
      return false;
    }
  }

  /** kill -9 of the launcher, which can tidy nothing up. */
  void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  private void signal(String name) {
    try {
      new ProcessBuilder("/bin/sh", "-c", "kill -s " + name + " " + process.pid())
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitEnd() {
    await().atMost(Duration.ofSeconds(40)).until(() -> !process.isAlive());
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Everything that it has started, itself included: nothing of it may outlive it. */
  List<ProcessHandle> family() {
    return Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
  }

  List<URI> addresses() {
    return record.processes().stream().map(Running::url).toList();
  }
}
