package pet.platform.http;

import java.time.Duration;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.Content.Chunk;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;

/**
 * Reads what is left of a request's body before its answer goes out, so that the connection can be
 * used again: a little of it, and for a moment.
 */
final class Leftover {

  private static final long MOST_BYTES = 64 * 1024;
  private static final Duration LONGEST = Duration.ofSeconds(1);

  private final Content.Source body;
  private final EndPoint connection;
  private final long idleTimeout;
  private final long until = System.nanoTime() + LONGEST.toNanos();
  private final Consumer<Boolean> then;
  private long read;

  private Leftover(Request request, Content.Source body, Consumer<Boolean> then) {
    this.body = body;
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
  static void read(Request request, Content.Source body, Consumer<Boolean> then) {
    boolean notSent = request.getHeaders().contains(HttpHeader.EXPECT, "100-continue");
    if (request.getLength() > MOST_BYTES || notSent) {
      then.accept(false);
      return;
    }
    new Leftover(request, body, then).run();
  }

  private void run() {
    while (true) {
      if (read > MOST_BYTES || System.nanoTime() > until) {
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
