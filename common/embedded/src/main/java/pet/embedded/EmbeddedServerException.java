package pet.embedded;

/** An embedded server did not start, stop or unpack. The message is meant for the developer. */
public class EmbeddedServerException extends RuntimeException {
  EmbeddedServerException(String message) {
    super(message);
  }

  EmbeddedServerException(String message, Throwable cause) {
    super(message, cause);
  }
}
