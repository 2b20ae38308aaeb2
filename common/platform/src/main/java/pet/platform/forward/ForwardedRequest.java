package pet.platform.forward;

import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import pet.domain.ModuleName;
import pet.platform.Trace;
import pet.platform.http.Arrival;
import pet.platform.http.EventStreams;
import pet.platform.remote.Reachability.Failure;

/** One client's request on its way to the module that answers it, over one target or several. */
final class ForwardedRequest extends Request.Wrapper {

  private static final Set<String> IDEMPOTENT =
      Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE");

  private final ModuleName module;
  private final List<URI> urls;
  private final HttpFields headers;
  private final ReplayableBody body;
  private final Arrival arrival;
  private int tried;
  private volatile boolean sending;
  private volatile Throwable clientFailure;

  /**
   * @param urls of the targets, in the order to try them
   */
  ForwardedRequest(Request request, ModuleName module, List<URI> urls) {
    super(request);
    this.module = module;
    this.urls = urls;
    // We tell the client to continue as soon as its body is wanted; the target is not asked.
    headers = HttpFields.build(request.getHeaders()).remove(HttpHeader.EXPECT);
    body = new ReplayableBody(request);
    arrival = Arrival.of(request);
  }

  ModuleName module() {
    return module;
  }

  Arrival arrival() {
    return arrival;
  }

  Trace trace() {
    return arrival.trace();
  }

  ReplayableBody body() {
    return body;
  }

  @Override
  public HttpFields getHeaders() {
    return headers;
  }

  URI target() {
    return urls.get(tried % urls.size());
  }

  /** Whether the client asked for a stream of events. */
  boolean wantsEvents() {
    return EventStreams.areAskedFor(this);
  }

  /** A connection is there, and the request goes out on it. */
  void sending() {
    sending = true;
  }

  boolean isSending() {
    return sending;
  }

  /**
   * Goes on to the next target, if the failure of this one allows it.
   *
   * @param taken whether the target may have begun to act on the request
   */
  boolean goOn(Failure failure, boolean taken) {
    if (!body.isReplayable()) {
      return false;
    }
    boolean another = tried + 1 < urls.size();
    boolean again =
        switch (failure) {
          case CONNECT, BUSY -> another;
          // A connection that was kept open and closed in this very moment: once more, also there.
          case BROKEN -> (mayRepeat() || !taken) && (another || tried == 0);
          case TIMEOUT, GARBAGE -> false;
        };
    if (again) {
      tried++;
      sending = false;
    }
    return again;
  }

  private boolean mayRepeat() {
    return IDEMPOTENT.contains(getMethod()) || headers.contains("Idempotency-Key");
  }

  /** Why the client's side broke, or null. */
  Throwable clientFailure() {
    return clientFailure == null ? body.failure() : clientFailure;
  }

  /** The response, so that a client that left is told from a target that failed. */
  Response watching(Response response) {
    return new Response.Wrapper(this, response) {
      @Override
      public void write(boolean last, ByteBuffer content, Callback callback) {
        super.write(
            last,
            content,
            Callback.from(
                callback::succeeded,
                failure -> {
                  clientFailure = failure;
                  callback.failed(failure);
                }));
      }
    };
  }
}
