package pet.domain;

import java.util.List;

/** Input that breaks a rule of the domain, with the fields at fault. */
public final class InvalidInput extends DomainException {

  public InvalidInput(String field, String message) {
    this(List.of(new FieldError(field, message)));
  }

  public InvalidInput(List<FieldError> errors) {
    super(ProblemCode.INVALID_INPUT, summary(errors), errors, null);
  }

  private static String summary(List<FieldError> errors) {
    FieldError first = errors.get(0);
    String more = errors.size() > 1 ? " (and " + (errors.size() - 1) + " more)" : "";
    return first.field() + " " + first.message() + more;
  }
}
