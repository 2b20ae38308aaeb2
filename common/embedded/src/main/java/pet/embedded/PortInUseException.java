package pet.embedded;

/** Another process listens on the port of an embedded server; nothing was started. */
public final class PortInUseException extends EmbeddedServerException {
  private final String server;
  private final int port;

  PortInUseException(String server, int port, String holder) {
    super(server + ": port " + port + " is in use" + holder);
    this.server = server;
    this.port = port;
  }

  /** The name of the server that wanted the port. */
  public String server() {
    return server;
  }

  /** The port that is taken. */
  public int port() {
    return port;
  }
}
