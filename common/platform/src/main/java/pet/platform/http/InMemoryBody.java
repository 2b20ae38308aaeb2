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
 * A response body that is in memory as a whole, as the entity that a resource returns. Jersey
 * writes the headers only; the body is written asynchronously, as fast as its client reads, and no
 * thread is blocked meanwhile: clients that read slowly, however many, hold up nobody.
 *
 * <p>Immutable: its memory is not reused while anybody refers to it.
 */
public final class InMemoryBody {

  /** The request attribute that hands the body from the filter to the writer. */
  private static final String ATTRIBUTE = InMemoryBody.class.getName();

  /** A buffer in the heap is copied as a whole for each write, so it is written in pieces. */
  private static final int PIECE = 64 * 1024;

  private final ByteBuffer bytes;

  private InMemoryBody(ByteBuffer bytes) {
    this.bytes = bytes.asReadOnlyBuffer();
  }

  /**
   * In the heap.
   *
   * @param bytes not changed any more
   */
  public static InMemoryBody of(byte[] bytes) {
    return new InMemoryBody(ByteBuffer.wrap(bytes));
  }

  /** The same outside of the heap, in memory that the collector frees. */
  InMemoryBody copyTo(ByteBuffer memory) {
    return new InMemoryBody(memory.put(bytes.duplicate()).flip());
  }

  /** How many bytes it has. */
  public int length() {
    return bytes.limit();
  }

  /** Whether it is in direct memory, from which the socket is written without a copy. */
  public boolean isOffHeap() {
    return bytes.isDirect();
  }

  /** Takes the body out of Jersey's response. */
  public static final class Filter implements ContainerResponseFilter {
    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
      if (response.getEntity() instanceof InMemoryBody) {
        request.setProperty(ATTRIBUTE, response.getEntity());
        response.setEntity(null);
      }
    }
  }

  /** Writes it after the headers. It stands inside the handler that compresses responses. */
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
      // An error that was raised since has a body of its own.
      if (last
          && BufferUtil.isEmpty(content)
          && !isCommitted()
          && getRequest().getAttribute(ATTRIBUTE) instanceof InMemoryBody body) {
        getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length());
        new Writing(getWrapped(), body, callback).iterate();
      } else {
        super.write(last, content, callback);
      }
    }
  }

  /** Writes one piece after the other, each when the one before it is sent; or all at once. */
  private static final class Writing extends IteratingNestedCallback {
    private final Response response;
    private final InMemoryBody body;
    private final int most;
    private int begun;
    private boolean last;

    Writing(Response response, InMemoryBody body, Callback callback) {
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
