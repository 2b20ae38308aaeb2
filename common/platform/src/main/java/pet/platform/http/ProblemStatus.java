package pet.platform.http;

import pet.domain.ProblemCode;

/** The one table from a problem's code to its HTTP status, and back for the framework's own. */
public final class ProblemStatus {

  private ProblemStatus() {}

  public static int of(ProblemCode code) {
    return switch (code) {
      case INVALID_INPUT, MALFORMED_BODY -> 400;
      case UNAUTHENTICATED, BAD_SIGNATURE -> 401;
      case FORBIDDEN -> 403;
      case NOT_FOUND -> 404;
      case CONFLICT, ILLEGAL_TRANSITION, IN_PROGRESS -> 409;
      case STALE -> 412;
      case TOO_LARGE -> 413;
      case KEY_REUSED -> 422;
      case PRECONDITION_REQUIRED -> 428;
      case TOO_MANY_REQUESTS -> 429;
      case UNAVAILABLE -> 503;
      case INTERNAL -> 500;
      case BROKEN_ANSWER -> 502;
      case NO_ANSWER -> 504;
      case LOOP -> 508;
    };
  }
}
