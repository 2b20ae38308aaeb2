package pet.platform.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Says as a problem what the server itself refuses: an address it cannot read, a method. */
public final class ServerErrors implements Request.Handler {

  private final ObjectMapper json;
  private final WebHeaders web;

  /**
   * @param web what browsers are told, also of what never came to a handler of ours
   */
  public ServerErrors(ObjectMapper json, WebHeaders web) {
    this.json = json;
    this.web = web;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    web.tell(request, response.getHeaders());
    int status = response.getStatus();
    if (HttpStatus.hasNoBody(status)) {
      callback.succeeded();
      return true;
    }
    // One that could not be read has not arrived.
    Arrival arrival = Arrival.of(request);
    Problem problem = Problem.ofStatus(status, HttpStatus.getMessage(status));
    String text = (arrival == null ? problem : problem.withTrace(arrival.trace())).toJson(json);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.MEDIA_TYPE);
    response.write(true, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), callback);
    return true;
  }
}
