package pet.embedded;

import java.nio.file.Path;

/** Another process runs on the same data directory; nothing was started. */
public final class DataDirectoryInUseException extends EmbeddedServerException {
  private final Path directory;

  DataDirectoryInUseException(Path directory, String holder) {
    super("The data directory " + directory + " is in use" + holder);
    this.directory = directory;
  }

  /** The directory both wanted. */
  public Path directory() {
    return directory;
  }
}
