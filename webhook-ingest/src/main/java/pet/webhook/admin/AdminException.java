package pet.webhook.admin;

/**
 * Shopify does not answer, or not with what was asked for. Its message quotes nothing of theirs.
 */
public final class AdminException extends Exception {

  private static final long serialVersionUID = 1;

  AdminException(String message) {
    super(message);
  }
}
