package pet.platform.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.function.Supplier;
import pet.domain.DomainException;
import pet.domain.ProblemCode;

/** Answers with an ETag: 304 for who has the present form already. */
public final class Conditional {

  private Conditional() {}

  /**
   * An answer to a read of what has no version of its own: its tag is a hash of it.
   *
   * @param json writes it
   * @throws DomainException {@code STALE} if the request's If-Match names another form
   */
  public static Response.ResponseBuilder read(Request request, ObjectMapper json, Object view) {
    return read(request, new EntityTag(hash(json, view)), () -> view);
  }

  private static String hash(ObjectMapper json, Object view) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(json.writeValueAsBytes(view));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest).substring(0, 22);
    } catch (JsonProcessingException | NoSuchAlgorithmException e) {
      throw new IllegalStateException("what is answered cannot be written", e);
    }
  }

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
