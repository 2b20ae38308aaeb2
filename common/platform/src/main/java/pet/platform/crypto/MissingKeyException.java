package pet.platform.crypto;

import pet.domain.DomainException;
import pet.domain.ProblemCode;

/**
 * Something is encrypted under a key that this process does not have: to be put right by an
 * operator, and tried again then.
 */
public final class MissingKeyException extends DomainException {

  private static final long serialVersionUID = 1;

  private final int version;

  MissingKeyException(int version) {
    super(ProblemCode.UNAVAILABLE, "A key is missing with which this could be read.");
    this.version = version;
  }

  /** Which key it is. */
  public int version() {
    return version;
  }
}
