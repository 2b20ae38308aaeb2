package pet.platform.http;

import java.time.Duration;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.Content.Chunk;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;

/**
 * Drains the part of a request's body that nobody has read. Before the answer, so that the
 * connection can be reused: at most 64 KiB, and for at most a second. Or behind an answer that ends
 * the connection: closing it on a client that still writes would cut the answer off.
 */
public final class BodyDrainer {

  private static final long MOST_BYTES = 64 * 1024;
  private static final long MOST_BEHIND = 16 * 1024 * 1024;
  private static final Duration LONGEST = Duration.ofSeconds(1);

  private final Content.Source body;
  private final EndPoint connection;
  private final long idleTimeout;
  private final long until = System.nanoTime() + LONGEST.toNanos();
  private final long mostBytes;
  private final Consumer<Boolean> then;
  private long read;

  private BodyDrainer(
      Request request, Content.Source body, long mostBytes, Consumer<Boolean> then) {
    this.body = body;
    this.mostBytes = mostBytes;
    this.then = then;
    connection = request.getConnectionMetaData().getConnection().getEndPoint();
    idleTimeout = connection.getIdleTimeout();
  }

  /**
   * Drains a body.
   *
   * @param body of the request; one that was read to its end is at once done
   * @param then told whether the body has ended. If not, the connection must not be used again
   */
  static void drain(Request request, Content.Source body, Consumer<Boolean> then) {
    if (request.getLength() > MOST_BYTES || isNotSent(request)) {
      then.accept(false);
      return;
    }
    new BodyDrainer(request, body, MOST_BYTES, then).run();
  }

  /**
   * Lets a client that still writes come to read the answer that it has got.
   *
   * @param then may close the connection
   */
  public static void drainBehindTheAnswer(Request request, Content.Source body, Runnable then) {
    if (isNotSent(request)) {
      then.run();
      return;
    }
    new BodyDrainer(request, body, MOST_BEHIND, ended -> then.run()).run();
  }

  private static boolean isNotSent(Request request) {
    return request.getHeaders().contains(HttpHeader.EXPECT, "100-continue");
  }

  private void run() {
    while (true) {
      if (read > mostBytes || System.nanoTime() > until) {
        finish(false);
        return;
      }
      Chunk chunk = body.read();
      if (chunk == null) {
        // A client that sends nothing more ends the wait as a failure of the next read.
        connection.setIdleTimeout(LONGEST.toMillis());
        body.demand(this::run);
        return;
      }
      if (Chunk.isFailure(chunk)) {
        finish(false);
        return;
      }
      read += chunk.remaining();
      chunk.release();
      if (chunk.isLast()) {
        finish(true);
        return;
      }
    }
  }

  private void finish(boolean ended) {
    connection.setIdleTimeout(idleTimeout);
    then.accept(ended);
  }
}
