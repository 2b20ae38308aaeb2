package pet.embedded;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One server's directory: {@code data/} for the server itself, {@code server.log}, {@code
 * server.pid} to find a process that was left over, {@code owner.lock} against two owners.
 */
final class DataDirectory {
  private static final Logger LOG = LoggerFactory.getLogger(DataDirectory.class);
  private static final String LOCK = "owner.lock";

  private final Path root;
  private FileChannel channel;
  private FileLock lock;

  DataDirectory(Path root) {
    this.root = root;
  }

  Path root() {
    return root;
  }

  Path data() {
    return root.resolve("data");
  }

  Path log() {
    return root.resolve("server.log");
  }

  private Path pidFile() {
    return root.resolve("server.pid");
  }

  boolean isHeld() {
    return lock != null;
  }

  /** Takes the directory for this JVM, or says which process has it. */
  void hold() {
    if (isHeld()) {
      return;
    }
    try {
      Files.createDirectories(root);
      channel =
          FileChannel.open(
              root.resolve(LOCK),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      lock = tryLock(channel);
      if (lock == null) {
        String holder = StandardCharsets.US_ASCII.decode(contents(channel)).toString().strip();
        channel.close();
        throw new DataDirectoryInUseException(
            root, holder.isEmpty() ? "" : ", by process " + holder);
      }
      channel.truncate(0);
      String pid = ProcessHandle.current().pid() + "\n";
      channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)), 0);
    } catch (IOException e) {
      throw new EmbeddedServerException("Could not use " + root + ": " + e.getMessage(), e);
    }
  }

  private static FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // another object in this JVM has it
    }
  }

  private static ByteBuffer contents(FileChannel channel) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(32);
    channel.read(buffer, 0);
    return buffer.flip();
  }

  /**
   * Lets the directory go. The lock file stays: deleting it would let two processes lock two files.
   */
  void release() {
    if (!isHeld()) {
      return;
    }
    try {
      channel.close();
    } catch (IOException e) {
      LOG.warn("Could not release {}", root, e);
    }
    lock = null;
    channel = null;
  }

  void wipe() {
    try {
      FileTrees.delete(data());
    } catch (IOException e) {
      throw new EmbeddedServerException("Could not empty " + data() + ": " + e.getMessage(), e);
    }
  }

  /** Deletes the directory with everything in it and lets it go. */
  void delete() {
    try {
      FileTrees.delete(root);
    } catch (IOException e) {
      LOG.warn("Could not delete {}: {}", root, e.toString());
    }
    release();
  }

  /**
   * Notes the process that runs on this directory.
   *
   * @param marker what its command line contains besides the path of the data, its program's name
   */
  void record(ProcessHandle process, String marker) {
    String text =
        "pid=%d%nstarted=%d%nmarker=%s%n"
            .formatted(
                process.pid(),
                process.info().startInstant().map(Instant::toEpochMilli).orElse(0L),
                marker);
    try {
      Path temporary = root.resolve("server.pid.tmp");
      Files.writeString(temporary, text);
      Files.move(temporary, pidFile(), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new EmbeddedServerException("Could not write " + pidFile(), e);
    }
  }

  void forgetProcess() {
    try {
      Files.deleteIfExists(pidFile());
    } catch (IOException e) {
      LOG.warn("Could not delete {}", pidFile(), e);
    }
  }

  /**
   * The process that the last owner left running on this directory. A pid is used again sooner or
   * later, so it counts only if it started when we noted and its command line names our program and
   * our data.
   */
  Optional<ProcessHandle> leftOver() {
    Properties noted = new Properties();
    try {
      noted.load(new StringReader(Files.readString(pidFile())));
      long started = Long.parseLong(noted.getProperty("started", "0"));
      String marker = noted.getProperty("marker", "");
      return ProcessHandle.of(Long.parseLong(noted.getProperty("pid", "0")))
          .filter(ProcessHandle::isAlive)
          .filter(process -> startedAt(process, started) && runsOnThis(process, marker));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty(); // none noted, or half a file
    }
  }

  private static boolean startedAt(ProcessHandle process, long started) {
    // The system counts in ticks since boot; two readings may differ by rounding.
    return process
        .info()
        .startInstant()
        .filter(instant -> Math.abs(instant.toEpochMilli() - started) < 2_000)
        .isPresent();
  }

  boolean runsOnThis(ProcessHandle process, String marker) {
    return process
        .info()
        .commandLine()
        .filter(line -> line.contains(marker) && line.contains(data().toString()))
        .isPresent();
  }
}
