package pet.domain;

import java.util.List;

/** A request that the store refuses, with a stable code. Becomes a problem detail at the edge. */
public class DomainException extends RuntimeException {

  private final ProblemCode code;
  private final transient List<FieldError> errors;

  /**
   * @param detail what happened, for the client to read: no secret and nobody's data
   */
  public DomainException(ProblemCode code, String detail) {
    this(code, detail, List.of(), null);
  }

  public DomainException(
      ProblemCode code, String detail, List<FieldError> errors, Throwable cause) {
    super(detail, cause);
    this.code = code;
    this.errors = List.copyOf(errors);
  }

  /** There is no such thing, or it is not the caller's: the two read the same. */
  public static DomainException notFound(String what) {
    return new DomainException(ProblemCode.NOT_FOUND, "There is no such " + what + ".");
  }

  public ProblemCode code() {
    return code;
  }

  /** The field errors, for {@link ProblemCode#INVALID_INPUT}; else empty. */
  public List<FieldError> errors() {
    return errors;
  }
}
