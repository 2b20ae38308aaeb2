package pet.embedded;

import java.nio.file.Path;
import java.util.Objects;

/**
 * How to run one embedded server.
 *
 * @param port TCP port on 127.0.0.1; 0 picks a free one at the first start and keeps it
 * @param dataDirectory a directory for this server alone; it is created, and held by a lock while
 *     in use
 * @param binariesDirectory where binaries are unpacked, once, shared by all servers and JVMs
 * @param durable true keeps the data across restarts and syncs it to disk; false wipes the
 *     directory at the first start and deletes it on close, and does not sync
 */
public record ServerOptions(int port, Path dataDirectory, Path binariesDirectory, boolean durable) {

  /** Makes the paths absolute, because the child processes have another working directory. */
  public ServerOptions {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port must be between 0 and 65535, not " + port);
    }
    dataDirectory = Objects.requireNonNull(dataDirectory).toAbsolutePath().normalize();
    binariesDirectory = Objects.requireNonNull(binariesDirectory).toAbsolutePath().normalize();
  }
}
