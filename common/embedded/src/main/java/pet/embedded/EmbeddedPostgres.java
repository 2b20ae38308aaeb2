package pet.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * PostgreSQL. User and database {@code pet} are there from the first start. Connections from this
 * machine are trusted: a password may be given, and is not looked at.
 */
public final class EmbeddedPostgres extends LeashedServer {
  /** The superuser. */
  public static final String USER = "pet";

  /** For clients that want to send one. */
  public static final String PASSWORD = "pet";

  /** The database made at the first start. */
  public static final String DATABASE = "pet";

  private static final List<String> SETTINGS =
      List.of(
          "listen_addresses=127.0.0.1",
          "unix_socket_directories=",
          "max_connections=200",
          "shared_buffers=32MB",
          "huge_pages=off",
          "io_method=sync",
          "wal_level=minimal",
          "max_wal_senders=0",
          "max_logical_replication_workers=0",
          "timezone=UTC",
          "log_timezone=UTC",
          "max_parallel_workers_per_gather=0",
          // The log must not quote the rows and parameters of a statement that failed.
          "log_error_verbosity=terse",
          "log_min_error_statement=panic");

  /*
   * synchronous_commit stays on: without fsync it costs next to nothing, and off, a kill -9 would lose
   * commits that clients were told of. Tests do that.
   */
  private static final List<String> FAST = List.of("fsync=off", "full_page_writes=off");

  private final PostgresFiles files;

  public EmbeddedPostgres(ServerOptions options) {
    // SIGINT is PostgreSQL's fast shutdown; SIGTERM would wait for clients to leave.
    super("PostgreSQL", "postgres", "INT", options);
    this.files = new PostgresFiles(options.binariesDirectory());
  }

  /** The URL of the database, without user and password. */
  public String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:" + port() + "/" + DATABASE;
  }

  @Override
  List<String> command(int port) throws IOException {
    Path data = directory().data();
    files.createData(data, options().durable());
    forgetForeignPostmaster();
    List<String> command = new ArrayList<>();
    command.add(files.program("postgres").toString());
    command.addAll(List.of("-D", data.toString(), "-p", Integer.toString(port)));
    List<String> settings = new ArrayList<>(SETTINGS);
    if (!options().durable()) {
      settings.addAll(FAST);
    }
    for (String setting : settings) {
      command.addAll(List.of("-c", setting));
    }
    return Unprivileged.current().command(command);
  }

  /**
   * PostgreSQL keeps its state in postmaster.pid: pid, directory, start in epoch seconds, port,
   * socket, address, shared memory, status.
   */
  @Override
  boolean answers(long pid, int port) {
    List<String> lines = postmasterFile();
    if (lines.size() < 8 || !lines.get(7).strip().equals("ready")) {
      return false;
    }
    // In a container the pid may be the same as before the crash that left an old file.
    Instant since = ProcessHandle.current().info().startInstant().orElse(Instant.EPOCH);
    return lines.get(0).strip().equals(Long.toString(pid))
        && lines.get(3).strip().equals(Integer.toString(port))
        && Long.parseLong(lines.get(2).strip()) >= since.getEpochSecond() - 2;
  }

  private List<String> postmasterFile() {
    try {
      return Files.readAllLines(directory().data().resolve("postmaster.pid"));
    } catch (IOException e) {
      return List.of(); // not there yet, or just being replaced
    }
  }

  /** The process that postmaster.pid names, whatever it is today. */
  private Optional<ProcessHandle> notedPostmaster() {
    List<String> lines = postmasterFile();
    try {
      return lines.isEmpty()
          ? Optional.empty()
          : ProcessHandle.of(Long.parseLong(lines.get(0).strip()));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  @Override
  Optional<ProcessHandle> leftOver() {
    return super.leftOver()
        .or(() -> notedPostmaster().filter(p -> directory().runsOnThis(p, program())));
  }

  /**
   * A pid that has gone to somebody else makes PostgreSQL believe that it runs already. We hold the
   * directory and have reaped what was left, so we know better.
   */
  private void forgetForeignPostmaster() throws IOException {
    if (notedPostmaster().filter(ProcessHandle::isAlive).isPresent()) {
      Files.delete(directory().data().resolve("postmaster.pid"));
    }
  }

  @Override
  boolean isPassing(String log) {
    // Backends notice the end of a killed postmaster a moment later.
    return log.contains("pre-existing shared memory block");
  }
}
