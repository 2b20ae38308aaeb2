package pet.testing;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.QuietException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import pet.platform.Trace;

/**
 * Injects faults in a fixed order: lost answers, broken connections, answers that make no sense.
 */
final class FaultInjector extends Handler.Wrapper {

  private static final String NONSENSE = "<html><body>Bad Gateway</body></html>";

  /** What the second attempt meets, in turn: three calls later it is another one's turn. */
  private enum Fault {
    NONE,
    UNAVAILABLE,
    CLOSED_BEFORE,
    NONSENSE_AFTER
  }

  private final Map<String, Call> calls = new ConcurrentHashMap<>();
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger executions = new AtomicInteger();
  private final AtomicInteger happened = new AtomicInteger();

  private static final class Call {
    private final Fault second;
    private final AtomicInteger attempts = new AtomicInteger();

    Call(Fault second) {
      this.second = second;
    }
  }

  /** A call will come; what may not repeat is spared. */
  void await(Trace trace, boolean mayRepeat) {
    if (mayRepeat) {
      Fault[] all = Fault.values();
      calls.put(trace.traceId(), new Call(all[next.getAndIncrement() % all.length]));
    }
  }

  int executions() {
    return executions.get();
  }

  int happened() {
    return happened.get();
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    String trace = Trace.continuing(request.getHeaders().get(Trace.HEADER)).traceId();
    Call call = calls.get(trace);
    int attempt = call == null ? 0 : call.attempts.incrementAndGet();
    if (attempt == 1) {
      happened.incrementAndGet();
      return execute(request, new Unheard(response), new Then(callback, () -> close(request)));
    }
    if (attempt != 2) {
      calls.remove(trace);
      return execute(request, response, callback);
    }
    if (call.second != Fault.NONE) {
      happened.incrementAndGet();
    }
    return switch (call.second) {
      case NONE -> execute(request, response, callback);
      case UNAVAILABLE -> nonsense(503, response, callback);
      case CLOSED_BEFORE -> {
        close(request);
        callback.failed(new QuietException.RuntimeException("closed"));
        yield true;
      }
      case NONSENSE_AFTER ->
          execute(
              request,
              new Unheard(response),
              new Then(Callback.NOOP, () -> nonsense(200, response, callback)));
    };
  }

  private boolean execute(Request request, Response response, Callback callback) throws Exception {
    executions.incrementAndGet();
    return super.handle(request, response, callback);
  }

  private static boolean nonsense(int status, Response response, Callback callback) {
    response.reset();
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/html");
    Content.Sink.write(response, true, NONSENSE, callback);
    return true;
  }

  private static void close(Request request) {
    request.getConnectionMetaData().getConnection().getEndPoint().close();
  }

  /** Does something when the request has been executed. */
  private static final class Then extends Callback.Nested {
    private final Runnable then;

    Then(Callback callback, Runnable then) {
      super(callback);
      this.then = then;
    }

    @Override
    public void succeeded() {
      then.run();
      super.failed(new QuietException.RuntimeException("the answer is lost"));
    }

    @Override
    public void failed(Throwable x) {
      then.run();
      super.failed(x);
    }
  }

  /** An answer that nobody gets to hear. */
  private static final class Unheard extends Response.Wrapper {
    Unheard(Response wrapped) {
      super(wrapped.getRequest(), wrapped);
    }

    @Override
    public void write(boolean last, ByteBuffer content, Callback callback) {
      if (content != null) {
        content.position(content.limit());
      }
      callback.succeeded();
    }
  }
}
