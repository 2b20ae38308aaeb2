package pet.analytics.rollup;

/** An event that cannot be counted. The message repeats nothing of the event's data. */
final class UnreadableEvent extends Exception {

  private static final long serialVersionUID = 1;

  UnreadableEvent(String message) {
    super(message);
  }
}
