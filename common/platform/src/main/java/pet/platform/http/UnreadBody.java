package pet.platform.http;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpFields;
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

  private final GatheredBodies bodies;

  UnreadBody(GatheredBodies bodies) {
    this.bodies = bodies;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (!(bodies.watched(request) instanceof WatchedBody watched)) {
      return super.handle(request, response, callback);
    }
    Answer answer = new Answer(watched, response);
    Callback completing =
        Callback.from(() -> answer.afterBody(() -> answer.end(callback)), callback::failed);
    return super.handle(watched, answer, completing);
  }

  private static final class Answer extends Response.Wrapper {
    private final WatchedBody request;
    private final AtomicBoolean begun = new AtomicBoolean();

    Answer(WatchedBody request, Response response) {
      super(request, response);
      this.request = request;
    }

    @Override
    public void write(boolean last, ByteBuffer content, Callback callback) {
      afterBody(() -> super.write(last, content, callback));
    }

    /** The request is over, and with it the connection if it was said so. */
    void end(Callback callback) {
      if (request.ended() || !getHeaders().contains(HttpFields.CONNECTION_CLOSE)) {
        callback.succeeded();
      } else {
        BodyDrainer.drainBehindTheAnswer(request, request, callback::succeeded);
      }
    }

    /** Before the answer begins, the body ends, or the answer says that the connection does. */
    void afterBody(Runnable then) {
      if (!begun.compareAndSet(false, true)
          || request.ended()
          || getHeaders().contains(HttpFields.CONNECTION_CLOSE)) {
        then.run();
        return;
      }
      BodyDrainer.drain(
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
