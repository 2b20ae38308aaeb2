package pet.platform.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingNestedCallback;

/**
 * A body that lies in memory as a whole, as a resource's entity. Jersey writes the headers alone;
 * the body goes from here to the connection as its client takes it, and no thread waits for that:
 * as many slow clients as there are connections hold up nobody.
 *
 * <p>It is never changed, and its memory is nobody else's as long as anybody has it.
 */
public final class BodyAtHand {

  /** In a request's attributes, between the two halves. */
  private static final String ATTRIBUTE = BodyAtHand.class.getName();

  /** Of what lies in the heap, a piece is copied out of it for each write, all of it each time. */
  private static final int PIECE = 64 * 1024;

  private final ByteBuffer bytes;

  private BodyAtHand(ByteBuffer bytes) {
    this.bytes = bytes.asReadOnlyBuffer();
  }

  /**
   * In the heap.
   *
   * @param bytes not changed any more
   */
  public static BodyAtHand of(byte[] bytes) {
    return new BodyAtHand(ByteBuffer.wrap(bytes));
  }

  /** The same outside of the heap, in memory that the collector frees. */
  BodyAtHand copyTo(ByteBuffer memory) {
    return new BodyAtHand(memory.put(bytes.duplicate()).flip());
  }

  /** How many bytes it has. */
  public int length() {
    return bytes.limit();
  }

  /** Whether a connection takes it from where it lies, with nothing copied before. */
  public boolean isOffHeap() {
    return bytes.isDirect();
  }

  /** Takes the body out of Jersey's answer. */
  public static final class Filter implements ContainerResponseFilter {
    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
      if (response.getEntity() instanceof BodyAtHand) {
        request.setProperty(ATTRIBUTE, response.getEntity());
        response.setEntity(null);
      }
    }
  }

  /** Puts it behind the headers; it stands within what compresses answers. */
  public static final class Writer extends Handler.Wrapper {
    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      return super.handle(request, new WithBody(request, response), callback);
    }
  }

  private static final class WithBody extends Response.Wrapper {
    WithBody(Request request, Response response) {
      super(request, response);
    }

    @Override
    public void write(boolean last, ByteBuffer content, Callback callback) {
      // A problem that came up since has a body of its own.
      if (last
          && BufferUtil.isEmpty(content)
          && !isCommitted()
          && getRequest().getAttribute(ATTRIBUTE) instanceof BodyAtHand body) {
        getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length());
        new Writing(getWrapped(), body, callback).iterate();
      } else {
        super.write(last, content, callback);
      }
    }
  }

  /** One piece after the other, each when the one before it is out; or the whole as one. */
  private static final class Writing extends IteratingNestedCallback {
    private final Response response;
    private final BodyAtHand body;
    private final int most;
    private int begun;
    private boolean last;

    Writing(Response response, BodyAtHand body, Callback callback) {
      super(callback);
      this.response = response;
      this.body = body;
      most = body.isOffHeap() ? body.length() : PIECE;
    }

    @Override
    protected Action process() {
      if (last) {
        return Action.SUCCEEDED;
      }
      ByteBuffer piece = body.bytes.slice(begun, Math.min(most, body.length() - begun));
      begun += piece.remaining();
      last = begun == body.length();
      response.write(last, piece, this);
      return Action.SCHEDULED;
    }
  }
}
