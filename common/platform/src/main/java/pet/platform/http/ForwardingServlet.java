package pet.platform.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.ee10.proxy.AsyncProxyServlet;
import pet.domain.ModuleName;
import pet.domain.ProblemCode;

/**
 * Streams a request for a module that runs elsewhere to the process that hosts it, so that clients
 * keep one address.
 */
public final class ForwardingServlet extends AsyncProxyServlet {

  private final transient ModuleName module;
  private final transient URI target;
  private final transient ObjectMapper json;

  public ForwardingServlet(ModuleName module, URI target, ObjectMapper json) {
    this.module = module;
    this.target = target;
    this.json = json;
  }

  @Override
  protected String rewriteTarget(HttpServletRequest request) {
    String query = request.getQueryString();
    String base = target.toString().replaceAll("/$", "");
    return base + request.getRequestURI() + (query == null ? "" : "?" + query);
  }

  @Override
  protected void onProxyResponseFailure(
      HttpServletRequest request,
      HttpServletResponse response,
      Response serverResponse,
      Throwable failure) {
    if (response.isCommitted()) {
      super.onProxyResponseFailure(request, response, serverResponse, failure);
      return;
    }
    _log.warn("the {} module at {} does not answer: {}", module.key(), target, failure.toString());
    Problem problem =
        Problem.of(
            ProblemCode.UNAVAILABLE, "The " + module.key() + " module does not answer.", List.of());
    try {
      response.resetBuffer();
      response.setStatus(problem.status());
      response.setContentType(Problem.MEDIA_TYPE);
      response.setHeader("Retry-After", "2");
      response.getOutputStream().write(problem.toJson(json).getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      _log.debug("the client has gone", e);
    } finally {
      request.getAsyncContext().complete();
    }
  }
}
