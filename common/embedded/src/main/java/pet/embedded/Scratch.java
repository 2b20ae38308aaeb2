package pet.embedded;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Directories for data that is thrown away, named by the process that uses them. */
final class Scratch {
  private static final Logger LOG = LoggerFactory.getLogger(Scratch.class);

  private Scratch() {}

  static Path create(Path parent) {
    try {
      Files.createDirectories(parent);
      clearAbandoned(parent);
      return Files.createTempDirectory(parent, ProcessHandle.current().pid() + "-");
    } catch (IOException e) {
      throw new EmbeddedServerException("Could not make a directory in " + parent, e);
    }
  }

  /** Deletes what belongs to processes that are gone. */
  private static void clearAbandoned(Path parent) throws IOException {
    try (DirectoryStream<Path> directories = Files.newDirectoryStream(parent, "[0-9]*-*")) {
      for (Path directory : directories) {
        String name = directory.getFileName().toString();
        try {
          long pid = Long.parseLong(name.substring(0, name.indexOf('-')));
          if (ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty()) {
            FileTrees.delete(directory);
          }
        } catch (NumberFormatException | IOException e) {
          // Not ours, or another JVM clears it at the same time, or a server is still ending in it.
          LOG.debug("Left {} alone: {}", directory, e.toString());
        }
      }
    }
  }

  static void delete(Path directory) {
    try {
      FileTrees.delete(directory);
    } catch (IOException e) {
      LOG.warn("Could not delete {}: {}", directory, e.toString());
    }
  }
}
