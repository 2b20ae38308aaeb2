package pet.platform.http;

import com.codahale.metrics.MetricRegistry;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.io.Content.Chunk;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.EagerContentHandler;
import org.eclipse.jetty.server.handler.EagerContentHandler.ContentLoader;
import org.eclipse.jetty.server.handler.EagerContentHandler.ContentLoaderFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.SerializedInvoker;
import pet.domain.DomainException;
import pet.domain.ProblemCode;
import pet.platform.Trace;

/**
 * Buffers a request's body, asynchronously, before a thread is taken to handle the request, so that
 * a client that sends slowly, or stalls, blocks no thread. The same request is handled then: its
 * body is complete, or larger than its cap, or ends with the failure that cut it short, and whoever
 * reads it answers as if it had not been buffered.
 *
 * <p>A body that has arrived with its headers is not waited for, nor counted. All that are waited
 * for together hold no more than a bound; past three quarters of it, or when there are too many,
 * the one that has been waited for longest is given up, with 503.
 */
public final class BufferedBodies implements ContentLoaderFactory {

  private static final byte[] NOTHING = {};

  private final BodyRules rules;
  private final long mostBytes;
  private final int mostWaiting;
  private final AtomicLong held = new AtomicLong();

  /** In the order of their arrival. */
  private final Set<Buffering> waiting = new LinkedHashSet<>();

  /**
   * Makes one for a process.
   *
   * @param rules what bodies may be like
   */
  public BufferedBodies(BodyRules rules, WebSettings settings, MetricRegistry metrics) {
    this.rules = rules;
    mostBytes = settings.slowBodies().toBytes();
    mostWaiting = settings.slowSenders();
    metrics.gauge("pet.http.bodies.held.bytes", () -> held::get);
    metrics.gauge("pet.http.bodies.waiting", () -> this::waiting);
  }

  /** A handler that calls the given one with buffered requests. */
  public Handler.Singleton before(Handler handler) {
    return new EagerContentHandler(handler, this);
  }

  /** A request whose body is to be buffered; the same one if it has none. */
  public Request watched(Request request) {
    return WatchedBody.hasNone(request) ? request : new WatchedBody(request, rules.of(request));
  }

  /** Why a body is incomplete, if its client is to be told. */
  public static Optional<Problem> problem(Request request) {
    Buffered buffered = Request.as(request, Buffered.class);
    return buffered != null
            && (buffered.failure instanceof DomainException
                || buffered.failure instanceof HttpException)
        ? Optional.of(ProblemMapper.problem(buffered.failure))
        : Optional.empty();
  }

  private int waiting() {
    synchronized (waiting) {
      return waiting.size();
    }
  }

  @Override
  public String getApplicableMimeType() {
    return null;
  }

  @Override
  public ContentLoader newContentLoader(
      String contentType,
      String mimeType,
      Handler handler,
      Request request,
      Response response,
      Callback callback) {
    return request instanceof WatchedBody body
            && body.getLength() <= body.rule().atMost()
            && body.rule().wanted().test(name -> body.getHeaders().get(name))
        ? new Buffering(handler, body, response, callback)
        : null;
  }

  private void begins(Buffering buffering) {
    synchronized (waiting) {
      waiting.add(buffering);
    }
    makeRoom();
  }

  private void ends(Buffering buffering) {
    synchronized (waiting) {
      waiting.remove(buffering);
    }
  }

  private void makeRoom() {
    Buffering longest = null;
    synchronized (waiting) {
      boolean crowded = waiting.size() > mostWaiting || held.get() > mostBytes / 4 * 3;
      if (crowded && !waiting.isEmpty()) {
        longest = waiting.iterator().next();
        waiting.remove(longest);
      }
    }
    if (longest != null) {
      longest.body.letGo();
    }
  }

  /** One body while it arrives; nothing here blocks. */
  private final class Buffering extends ContentLoader implements Invocable.Task {
    private final WatchedBody body;
    private byte[] bytes = NOTHING;
    private int length;
    private boolean isWaitedFor;
    private long counted;
    private Throwable failure;

    Buffering(Handler handler, WatchedBody body, Response response, Callback callback) {
      super(handler, body, response, callback);
      this.body = body;
    }

    @Override
    protected void load() {
      if (buffer()) {
        goOn();
      }
    }

    @Override
    public InvocationType getInvocationType() {
      return InvocationType.NON_BLOCKING;
    }

    /** More has arrived. Called on a selector thread, which handles other connections, too. */
    @Override
    public void run() {
      if (!buffer()) {
        return;
      }
      ends(this);
      try {
        body.getContext().execute(this::goOnHere);
      } catch (RejectedExecutionException e) {
        release();
        getCallback().failed(e);
      }
    }

    /** Reads what has arrived, and says whether there is nothing more to wait for. */
    private boolean buffer() {
      while (failure == null) {
        Chunk chunk = body.read();
        if (chunk == null) {
          await();
          if (failure != null) {
            return true;
          }
          body.demand(this);
          return false;
        }
        if (Chunk.isFailure(chunk)) {
          failure = chunk.getFailure();
          return true;
        }
        take(chunk.getByteBuffer());
        boolean last = chunk.isLast();
        chunk.release();
        // A body past its cap is refused by whoever reads it (see BodyLimit).
        if (last || length > body.rule().atMost()) {
          return true;
        }
      }
      return true;
    }

    private void await() {
      if (!isWaitedFor) {
        isWaitedFor = true;
        count();
      }
      // Again, if it was given up just as something arrived.
      begins(this);
    }

    /**
     * The buffer grows with what arrives, not to the length that is told, so a slow one holds
     * little.
     */
    private void take(ByteBuffer more) {
      int n = more.remaining();
      int needed = length + n;
      if (needed > bytes.length) {
        long told = body.getLength();
        int twice = 2 * needed;
        bytes = Arrays.copyOf(bytes, told < needed ? twice : (int) Math.min(told, twice));
        count();
      }
      more.get(bytes, length, n);
      length = needed;
    }

    private void count() {
      if (!isWaitedFor) {
        return;
      }
      long more = bytes.length - counted;
      counted = bytes.length;
      if (held.addAndGet(more) > mostBytes) {
        failure =
            new DomainException(
                ProblemCode.UNAVAILABLE, "Too many send at once; please come again.");
      }
      makeRoom();
    }

    private void release() {
      held.addAndGet(-counted);
      counted = 0;
    }

    /** On a pooled thread, which does not have the request's trace yet. */
    private void goOnHere() {
      Trace.Scope scope = Arrival.of(body).trace().open();
      try {
        goOn();
      } finally {
        scope.close();
      }
    }

    private void goOn() {
      ByteBuffer arrived = ByteBuffer.wrap(bytes, 0, length);
      // Only the request refers to the buffer from now on; this object lives until the response
      // ends.
      bytes = NOTHING;
      Request request = new Buffered(body, arrived, failure, this::release);
      Callback callback = getCallback();
      // Released when it is read; or, if nobody reads it, when the response ends.
      handle(
          request, getResponse(), isWaitedFor ? Callback.from(callback, this::release) : callback);
    }
  }

  /** The request, whose buffered bytes are read without waiting. */
  private static final class Buffered extends Request.Wrapper {
    private final SerializedInvoker invoker = new SerializedInvoker(Buffered.class);
    private final WatchedBody body;
    private final Throwable failure;
    private final Runnable release;

    /** Until it is read. */
    private ByteBuffer arrived;

    private boolean begun;

    Buffered(WatchedBody body, ByteBuffer arrived, Throwable failure, Runnable release) {
      super(body);
      this.body = body;
      this.arrived = arrived;
      this.failure = failure;
      this.release = release;
    }

    private boolean isAtHand() {
      return !begun || failure != null || body.ended();
    }

    @Override
    public void demand(Runnable ready) {
      if (isAtHand()) {
        invoker.run(ready);
      } else {
        super.demand(ready);
      }
    }

    @Override
    public Chunk read() {
      if (!begun) {
        begun = true;
        release.run();
        ByteBuffer whole = arrived;
        arrived = null;
        if (whole.hasRemaining()) {
          return Chunk.from(whole, failure == null && body.ended());
        }
      }
      if (failure != null) {
        return Chunk.from(failure, true);
      }
      return body.ended() ? Chunk.EOF : super.read();
    }
  }
}
