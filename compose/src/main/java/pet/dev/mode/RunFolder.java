package pet.dev.mode;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import pet.messaging.Json;

/**
 * The folder in which a launcher tells what it runs, and that only one launcher has at a time. A
 * launcher that was killed leaves its record behind, but not its hold.
 */
public final class RunFolder {

  private static final ObjectMapper JSON = Json.strict();

  private final Path folder;
  private FileChannel lock;

  /**
   * @param home the store's folder
   */
  public RunFolder(Path home) {
    this.folder = home.resolve("run");
  }

  private Path recordFile() {
    return folder.resolve("processes.json");
  }

  /**
   * Takes the folder for this JVM.
   *
   * @return empty, or who has it: "process 1234, in mode hybrid"
   */
  public synchronized Optional<String> hold(String mode) {
    try {
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(
              folder.resolve("launcher.lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      FileLock held = channel.tryLock();
      if (held == null) {
        ByteBuffer note = ByteBuffer.allocate(200);
        channel.read(note, 0);
        channel.close();
        return Optional.of(StandardCharsets.UTF_8.decode(note.flip()).toString().strip());
      }
      channel.truncate(0);
      String note = ProcessHandle.current().pid() + ", in mode " + mode;
      channel.write(ByteBuffer.wrap(("process " + note).getBytes(StandardCharsets.UTF_8)), 0);
      lock = channel;
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Replaces the record, at once and as a whole. */
  public synchronized void write(RunRecord running) {
    try {
      Path fresh = folder.resolve("processes.json.tmp");
      Files.writeString(fresh, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(running));
      Files.move(fresh, recordFile(), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What runs, or what ran when a launcher was killed. */
  public synchronized Optional<RunRecord> read() {
    try {
      return Optional.of(JSON.readValue(Files.readString(recordFile()), RunRecord.class));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Nothing runs any more: removes the record and lets the folder go. */
  public synchronized void release() {
    try {
      Files.deleteIfExists(recordFile());
      if (lock != null) {
        lock.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
