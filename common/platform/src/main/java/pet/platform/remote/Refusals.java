package pet.platform.remote;

import java.util.List;
import pet.domain.DomainException;
import pet.domain.FieldError;
import pet.domain.InvalidInput;
import pet.domain.ProblemCode;
import pet.platform.http.Problem;
import pet.platform.http.ProblemMapper;

/**
 * What a contract's method throws, from here as from elsewhere: {@link DomainException}s alone. The
 * unexpected becomes {@code INTERNAL} and is logged where it happened; a database that does not
 * answer becomes {@code UNAVAILABLE}.
 */
final class Refusals {

  private Refusals() {}

  /** What a caller gets to see of an exception that a local object threw. */
  static DomainException of(RuntimeException thrown) {
    return thrown instanceof DomainException refusal
        ? refusal
        : of(ProblemMapper.problem(thrown), thrown);
  }

  /** What a caller gets to see of a problem, whose code must be one of ours. */
  static DomainException of(Problem problem, Throwable cause) {
    ProblemCode code = problem.code().orElseThrow();
    List<FieldError> errors = problem.errors() == null ? List.of() : problem.errors();
    if (code == ProblemCode.INVALID_INPUT && !errors.isEmpty()) {
      InvalidInput invalid = new InvalidInput(errors);
      if (invalid.getMessage().equals(problem.detail())) {
        return invalid;
      }
    }
    String detail =
        problem.instance() == null
            ? problem.detail()
            : "Quote " + problem.instance() + " to the store's team.";
    return new DomainException(code, detail, errors, cause);
  }
}
