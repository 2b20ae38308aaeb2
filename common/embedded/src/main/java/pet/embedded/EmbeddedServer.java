package pet.embedded;

/** A real server on 127.0.0.1 that can be stopped and started again, on the same port and data. */
public interface EmbeddedServer extends AutoCloseable {

  /** For people: "PostgreSQL". */
  String name();

  /**
   * Starts the server and returns when it answers. Does nothing if it runs.
   *
   * @throws PortInUseException if another process has the port; nothing was started then
   * @throws DataDirectoryInUseException if another process has the data directory
   * @throws EmbeddedServerException if it does not start, with the end of its log
   */
  void start();

  /** Stops the server in an orderly way and keeps port, data and data directory for a start. */
  void stop();

  /** Whether it was started and has not been stopped, killed, or ended by itself. */
  boolean isRunning();

  /**
   * The port it listens on, on 127.0.0.1.
   *
   * @throws IllegalStateException if a free port was asked for and the server never started
   */
  int port();

  /** Stops the server, lets go of the data directory, and deletes it unless the data is durable. */
  @Override
  void close();
}
