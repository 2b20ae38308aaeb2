package pet.platform.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import pet.domain.ProblemCode;

/** A problem that is answered before a request reaches a module. */
public final class ProblemAnswer {

  private final Problem problem;
  private final long retryAfter;

  private ProblemAnswer(Problem problem, long retryAfter) {
    this.problem = problem;
    this.retryAfter = retryAfter;
  }

  public static ProblemAnswer of(ProblemCode code, String detail) {
    return of(Problem.of(code, detail, List.of()));
  }

  public static ProblemAnswer of(Problem problem) {
    return new ProblemAnswer(
        problem, problem.status() == 503 ? ProblemMapper.RETRY_AFTER_SECONDS : 0);
  }

  /** The same, and to be tried again in so many seconds. */
  ProblemAnswer after(long seconds) {
    return new ProblemAnswer(problem, seconds);
  }

  /**
   * Answers.
   *
   * @param body of the request, as far as it was not read
   */
  public void write(
      Request request,
      Content.Source body,
      Response response,
      ObjectMapper json,
      Callback callback) {
    byte[] content =
        problem
            .withTrace(Arrival.of(request).trace())
            .toJson(json)
            .getBytes(StandardCharsets.UTF_8);
    response.setStatus(problem.status());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.MEDIA_TYPE);
    if (retryAfter > 0) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, retryAfter);
    }
    BodyDrainer.drain(
        request,
        body,
        ended -> {
          Callback written = callback;
          if (!ended) {
            response.getHeaders().put(HttpFields.CONNECTION_CLOSE);
            written =
                Callback.from(
                    () -> BodyDrainer.drainBehindTheAnswer(request, body, callback::succeeded),
                    callback::failed);
          }
          response.write(true, ByteBuffer.wrap(content), written);
        });
  }
}
