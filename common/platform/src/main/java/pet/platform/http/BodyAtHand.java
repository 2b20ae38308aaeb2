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
 */
public final class BodyAtHand {

  /** In a request's attributes, between the two halves. */
  private static final String ATTRIBUTE = BodyAtHand.class.getName();

  /** Of an array, the part that is being written is copied out of the heap, all of it each time. */
  private static final int PIECE = 64 * 1024;

  private final byte[] bytes;

  /**
   * @param bytes not changed any more
   */
  public BodyAtHand(byte[] bytes) {
    this.bytes = bytes;
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
        getHeaders().put(HttpHeader.CONTENT_LENGTH, body.bytes.length);
        new Writing(getWrapped(), body.bytes, callback).iterate();
      } else {
        super.write(last, content, callback);
      }
    }
  }

  /** One piece after the other, each when the one before it is out. */
  private static final class Writing extends IteratingNestedCallback {
    private final Response response;
    private final byte[] bytes;
    private int begun;
    private boolean last;

    Writing(Response response, byte[] bytes, Callback callback) {
      super(callback);
      this.response = response;
      this.bytes = bytes;
    }

    @Override
    protected Action process() {
      if (last) {
        return Action.SUCCEEDED;
      }
      ByteBuffer piece = ByteBuffer.wrap(bytes, begun, Math.min(PIECE, bytes.length - begun));
      begun += piece.remaining();
      last = begun == bytes.length;
      response.write(last, piece, this);
      return Action.SCHEDULED;
    }
  }
}
