package pet.platform.http;

import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Content.Chunk;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Invocable;
import pet.domain.DomainException;
import pet.domain.ProblemCode;

/** A request's body, which has so much time to arrive; it knows whether it was read to its end. */
final class WatchedBody extends Request.Wrapper {

  private final BodyRule rule;
  private final EndPoint connection;
  private final long until;
  private volatile boolean ended;
  private volatile boolean letGo;
  private boolean waitedFor;

  WatchedBody(Request request, BodyRule rule) {
    super(request);
    this.rule = rule;
    connection = request.getConnectionMetaData().getConnection().getEndPoint();
    until = System.nanoTime() + rule.time().toNanos();
  }

  /** HTTP/1 tells that there is a body; without that there is none, which is most requests. */
  static boolean hasNone(Request request) {
    return request.getLength() == 0
        || (request.getConnectionMetaData().getHttpVersion().getVersion()
                <= HttpVersion.HTTP_1_1.getVersion()
            && request.getLength() < 0
            && !request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING));
  }

  BodyRule rule() {
    return rule;
  }

  boolean ended() {
    return ended;
  }

  /**
   * Who sends nothing more is waited for until the body's time is over, not for as long as a
   * connection may be silent.
   */
  @Override
  public void demand(Runnable ready) {
    long usual = connection.getIdleTimeout();
    synchronized (this) {
      waitedFor = true;
      long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
      if (usual <= 0 || left < usual) {
        connection.setIdleTimeout(Math.max(1, left + 1));
      }
    }
    super.demand(
        Invocable.from(
            Invocable.getInvocationType(ready),
            () -> {
              synchronized (this) {
                waitedFor = false;
                connection.setIdleTimeout(usual);
              }
              ready.run();
            }));
  }

  /** If more of it is waited for, it is not any longer: others are to have the room. */
  void letGo() {
    synchronized (this) {
      if (waitedFor) {
        letGo = true;
        connection.setIdleTimeout(1);
      }
    }
  }

  @Override
  public Chunk read() {
    if (!ended && letGo) {
      return Chunk.from(
          new DomainException(ProblemCode.UNAVAILABLE, "Too many send slowly; please come again."),
          true);
    }
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
