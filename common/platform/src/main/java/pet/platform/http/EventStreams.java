package pet.platform.http;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/** Server-sent events: answers that last for as long as somebody listens. */
public final class EventStreams {

  private EventStreams() {}

  /**
   * Whether a request asks for one: by its header, or by its path, for not every client says what
   * it takes.
   */
  public static boolean areAskedFor(Request request) {
    return request.getHeaders().contains(HttpHeader.ACCEPT, "text/event-stream")
        || areAt(Request.getPathInContext(request));
  }

  /** Whether a path answers with a stream and with nothing else. */
  public static boolean areAt(String path) {
    return path.endsWith("/events") || path.endsWith("/stream");
  }
}
