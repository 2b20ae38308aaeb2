package pet.platform.http;

import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.util.function.Supplier;
import pet.domain.DomainException;
import pet.domain.ProblemCode;

/** Answers with an ETag: 304 for who has the present form already. */
public final class Conditional {

  private Conditional() {}

  /**
   * An answer to a read.
   *
   * @param view made only if it is sent
   * @throws DomainException {@code STALE} if the request's If-Match names another form
   */
  public static Response.ResponseBuilder read(Request request, EntityTag tag, Supplier<?> view) {
    Response.ResponseBuilder unmet = request.evaluatePreconditions(tag);
    if (unmet == null) {
      return Response.ok(view.get()).tag(tag);
    }
    if (unmet.build().getStatus() == Response.Status.PRECONDITION_FAILED.getStatusCode()) {
      throw new DomainException(ProblemCode.STALE, "It is not what your If-Match names.");
    }
    return unmet.tag(tag);
  }
}
