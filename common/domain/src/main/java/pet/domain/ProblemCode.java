package pet.domain;

/**
 * Why a request was refused: stable codes that clients can branch on. In an answer, the code is the
 * last part of the problem's {@code type}, {@code urn:pet:problem:<code>}.
 */
public enum ProblemCode {
  /** A field of the request is wrong; the field errors say which. */
  INVALID_INPUT("invalid-input", "The request is not valid"),
  /** The body is not JSON; the detail has line and column. */
  MALFORMED_BODY("malformed-body", "The body cannot be read"),
  UNAUTHENTICATED("unauthenticated", "A valid login is needed"),
  BAD_SIGNATURE("bad-signature", "The signature does not match"),
  FORBIDDEN("forbidden", "The login does not allow this"),
  NOT_FOUND("not-found", "There is no such thing"),
  CONFLICT("conflict", "The request does not fit the present state"),
  /** An order's status cannot change as asked. */
  ILLEGAL_TRANSITION("illegal-transition", "The order's status cannot change like this"),
  /** The first request with this Idempotency-Key is still being worked on; try again soon. */
  IN_PROGRESS("in-progress", "The first such request is still running"),
  /** The Idempotency-Key was used for another request. */
  KEY_REUSED("key-reused", "The Idempotency-Key belongs to another request"),
  STALE("stale", "The resource has changed since it was read"),
  PRECONDITION_REQUIRED("precondition-required", "The request needs If-Match"),
  TOO_LARGE("too-large", "The body is too large"),
  TOO_MANY_REQUESTS("too-many-requests", "Too many requests"),
  /** Something that is needed does not answer; try again after {@code Retry-After} seconds. */
  UNAVAILABLE("unavailable", "The service is not available right now"),
  /** Another process of ours took the request and did not answer in time. */
  NO_ANSWER("no-answer", "No answer came in time"),
  /** Another process of ours broke off its answer, or it could not be understood. */
  BROKEN_ANSWER("broken-answer", "The answer was lost on its way"),
  /** The processes forward the request to each other: the module map of one is wrong. */
  LOOP("loop", "The request goes in circles"),
  INTERNAL("internal", "Something went wrong on our side");

  private final String code;
  private final String title;

  ProblemCode(String code, String title) {
    this.code = code;
    this.title = title;
  }

  /** The stable code, in kebab case. */
  public String code() {
    return code;
  }

  /** A short summary that is the same for every occurrence. */
  public String title() {
    return title;
  }
}
