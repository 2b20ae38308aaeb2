package pet.analytics;

/** Why a rebuild was refused or given up, for the operator. Nothing has changed. */
final class CannotRebuildException extends RuntimeException {

  private static final long serialVersionUID = 1;

  CannotRebuildException(String message) {
    super(message);
  }
}
