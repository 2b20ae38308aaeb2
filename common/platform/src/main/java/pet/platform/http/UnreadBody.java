package pet.platform.http;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Content.Chunk;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Takes care of a body that nobody reads, because a filter refused the request before. Without it
 * the server closes the connection behind such an answer without a word, and a client that keeps
 * connections sends its next request into the void.
 */
final class UnreadBody extends Handler.Wrapper {

  private final long mostNanos;

  /**
   * @param most how long a body may take: one that comes byte by byte would hold a thread for days
   */
  UnreadBody(Duration most) {
    mostNanos = most.toNanos();
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (hasNone(request)) {
      return super.handle(request, response, callback);
    }
    Watched watched = new Watched(request, mostNanos);
    Answer answer = new Answer(watched, response);
    Callback completing =
        Callback.from(() -> answer.afterBody(() -> answer.end(callback)), callback::failed);
    return super.handle(watched, answer, completing);
  }

  /** HTTP/1 tells that there is a body; without that there is none, which is most requests. */
  private static boolean hasNone(Request request) {
    return request.getLength() == 0
        || (request.getConnectionMetaData().getHttpVersion().getVersion()
                <= HttpVersion.HTTP_1_1.getVersion()
            && request.getLength() < 0
            && !request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING));
  }

  /** Knows whether the body was read to its end. */
  private static final class Watched extends Request.Wrapper {
    private final EndPoint connection;
    private final long until;
    private volatile boolean ended;

    Watched(Request request, long mostNanos) {
      super(request);
      connection = request.getConnectionMetaData().getConnection().getEndPoint();
      until = System.nanoTime() + mostNanos;
    }

    /**
     * Who sends nothing more is waited for until the body's time is over, not for as long as a
     * connection may be silent: the wait holds a thread.
     */
    @Override
    public void demand(Runnable ready) {
      long usual = connection.getIdleTimeout();
      long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
      if (usual > 0 && left >= usual) {
        super.demand(ready);
        return;
      }
      connection.setIdleTimeout(Math.max(1, left + 1));
      super.demand(
          () -> {
            connection.setIdleTimeout(usual);
            ready.run();
          });
    }

    @Override
    public Chunk read() {
      if (!ended && System.nanoTime() - until > 0) {
        return Chunk.from(
            new HttpException.RuntimeException(
                HttpStatus.REQUEST_TIMEOUT_408, "the body takes too long"),
            true);
      }
      Chunk chunk = super.read();
      if (chunk != null && chunk.isLast()) {
        ended = true;
      }
      return chunk;
    }
  }

  private static final class Answer extends Response.Wrapper {
    private final Watched request;
    private final AtomicBoolean begun = new AtomicBoolean();

    Answer(Watched request, Response response) {
      super(request, response);
      this.request = request;
    }

    @Override
    public void write(boolean last, ByteBuffer content, Callback callback) {
      afterBody(() -> super.write(last, content, callback));
    }

    /** The request is over, and with it the connection if it was said so. */
    void end(Callback callback) {
      if (request.ended || !getHeaders().contains(HttpFields.CONNECTION_CLOSE)) {
        callback.succeeded();
      } else {
        Leftover.readBehindTheAnswer(request, request, callback::succeeded);
      }
    }

    /** Before the answer begins, the body ends, or the answer says that the connection does. */
    void afterBody(Runnable then) {
      if (!begun.compareAndSet(false, true)
          || request.ended
          || getHeaders().contains(HttpFields.CONNECTION_CLOSE)) {
        then.run();
        return;
      }
      Leftover.read(
          request,
          request,
          ended -> {
            if (!ended) {
              getHeaders().put(HttpFields.CONNECTION_CLOSE);
            }
            then.run();
          });
    }
  }
}
