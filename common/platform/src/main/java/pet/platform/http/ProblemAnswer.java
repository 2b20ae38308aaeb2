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

  private ProblemAnswer(Problem problem) {
    this.problem = problem;
  }

  public static ProblemAnswer of(ProblemCode code, String detail) {
    return new ProblemAnswer(Problem.of(code, detail, List.of()));
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
    if (problem.status() == 503) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, ProblemMapper.RETRY_AFTER_SECONDS);
    }
    Leftover.read(
        request,
        body,
        ended -> {
          Callback written = callback;
          if (!ended) {
            response.getHeaders().put(HttpFields.CONNECTION_CLOSE);
            written =
                Callback.from(
                    () -> Leftover.readBehindTheAnswer(request, body, callback::succeeded),
                    callback::failed);
          }
          response.write(true, ByteBuffer.wrap(content), written);
        });
  }
}
