package pet.webhook.admin;

/** One order cannot be told in full; the others can. */
public final class UnreadableOrderException extends AdminException {

  private static final long serialVersionUID = 1;

  UnreadableOrderException(String message) {
    super(message);
  }
}
