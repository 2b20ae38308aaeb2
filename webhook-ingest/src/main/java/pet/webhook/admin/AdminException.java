package pet.webhook.admin;

/**
 * Shopify does not answer, or not with what was asked for. Its message quotes nothing of theirs.
 */
public sealed class AdminException extends Exception permits UnreadableOrderException {

  private static final long serialVersionUID = 1;

  AdminException(String message) {
    super(message);
  }
}
