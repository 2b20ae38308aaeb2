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
 * Waits for a body before a thread is taken to read it, so that a sender who is slow, or stalls,
 * holds none. What goes on then is the same request: its body is whole, or larger than it may be,
 * or ends with why it did not come whole, and whoever reads it says so as ever.
 *
 * <p>A body that is there already is not waited for, nor counted. Of those that are waited for, all
 * together hold no more than a bound; when there are many, or they hold much, who has sent for the
 * longest is let go.
 */
public final class GatheredBodies implements ContentLoaderFactory {

  private static final byte[] NOTHING = {};

  private final BodyRules rules;
  private final long mostBytes;
  private final int mostWaiting;
  private final AtomicLong held = new AtomicLong();

  /** The first one has waited longest. */
  private final Set<Gathering> waiting = new LinkedHashSet<>();

  /**
   * Makes one for a process.
   *
   * @param rules what bodies may be like
   */
  public GatheredBodies(BodyRules rules, WebSettings settings, MetricRegistry metrics) {
    this.rules = rules;
    mostBytes = settings.slowBodies().toBytes();
    mostWaiting = settings.slowSenders();
    metrics.gauge("pet.http.bodies.held.bytes", () -> held::get);
    metrics.gauge("pet.http.bodies.waiting", () -> this::waiting);
  }

  /** What waits for bodies before the handler has them. */
  public Handler.Singleton before(Handler handler) {
    return new EagerContentHandler(handler, this);
  }

  /** A request whose body is to be waited for; the same one if it has none. */
  public Request watched(Request request) {
    return WatchedBody.hasNone(request) ? request : new WatchedBody(request, rules.of(request));
  }

  /** Why a body that was waited for did not come whole, as far as that is ours to tell. */
  public static Optional<Problem> problem(Request request) {
    Gathered gathered = Request.as(request, Gathered.class);
    return gathered != null
            && (gathered.failure instanceof DomainException
                || gathered.failure instanceof HttpException)
        ? Optional.of(ProblemMapper.problem(gathered.failure))
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
        ? new Gathering(handler, body, response, callback)
        : null;
  }

  private void begins(Gathering gathering) {
    synchronized (waiting) {
      waiting.add(gathering);
    }
    makeRoom();
  }

  private void ends(Gathering gathering) {
    synchronized (waiting) {
      waiting.remove(gathering);
    }
  }

  private void makeRoom() {
    Gathering longest = null;
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

  /** One body while it arrives; nothing here waits. */
  private final class Gathering extends ContentLoader implements Invocable.Task {
    private final WatchedBody body;
    private byte[] bytes = NOTHING;
    private int length;
    private boolean isWaitedFor;
    private long counted;
    private Throwable failure;

    Gathering(Handler handler, WatchedBody body, Response response, Callback callback) {
      super(handler, body, response, callback);
      this.body = body;
    }

    @Override
    protected void load() {
      if (gather()) {
        goOn();
      }
    }

    @Override
    public InvocationType getInvocationType() {
      return InvocationType.NON_BLOCKING;
    }

    /** More has arrived; it is a thread of those that wait for connections, so others go on. */
    @Override
    public void run() {
      if (!gather()) {
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

    /** Takes what has arrived, and says whether there is nothing more to wait for. */
    private boolean gather() {
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
        // What is larger than it may be is refused by who reads it, with what there is of it.
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
      // Once more, if it was to be let go just as something arrived.
      begins(this);
    }

    /**
     * Memory is taken as bytes arrive and not as they are told, so that a slow one holds little.
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

    /** On a thread that has not seen the request before. */
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
      // Whoever reads it has it from now on: we are there until the answer is out.
      bytes = NOTHING;
      Request request = new Gathered(body, arrived, failure, this::release);
      Callback callback = getCallback();
      // It is read, or it is not: it was refused before.
      handle(
          request, getResponse(), isWaitedFor ? Callback.from(callback, this::release) : callback);
    }
  }

  /** The request, of whose body the part that has arrived is read without a wait. */
  private static final class Gathered extends Request.Wrapper {
    private final SerializedInvoker invoker = new SerializedInvoker(Gathered.class);
    private final WatchedBody body;
    private final Throwable failure;
    private final Runnable release;

    /** Until it is read. */
    private ByteBuffer arrived;

    private boolean begun;

    Gathered(WatchedBody body, ByteBuffer arrived, Throwable failure, Runnable release) {
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
