package pet.messaging;

/** A message that is not an event we can read. Its message names the fault, never the content. */
public final class UnreadableEventException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnreadableEventException(String message) {
    super(message);
  }
}
