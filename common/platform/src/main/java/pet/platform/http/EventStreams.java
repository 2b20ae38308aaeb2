package pet.platform.http;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/** Server-sent events: answers that last for as long as somebody listens. */
public final class EventStreams {

  private EventStreams() {}

  /**
   * Whether a request asks for one: by its header, or by a path that has nothing else, for not
   * every client says what it takes.
   */
  public static boolean areAskedFor(Request request) {
    String path = Request.getPathInContext(request);
    return request.getHeaders().contains(HttpHeader.ACCEPT, "text/event-stream")
        || path.endsWith("/events")
        || path.endsWith("/stream");
  }
}
