package pet.platform.remote;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.client.CompletableResponseListener;
import org.eclipse.jetty.client.ContentResponse;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.StringRequestContent;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import pet.domain.Caller;
import pet.domain.ModuleName;
import pet.platform.Trace;
import pet.platform.http.Problem;
import pet.platform.remote.Reachability.Failure;

/**
 * Requests over connections that are kept open. The deadline holds over everything, from connecting
 * to the last byte of the answer: when it is over the exchange is aborted and its connection
 * closed, however the other side behaves.
 */
final class Transport implements AutoCloseable {

  /** Shorter than any server's of ours (30 s): none is used as the other side closes it. */
  private static final long IDLE_MILLIS = 20_000;

  private static final int THREADS = 8;

  private final HttpClient client;
  private final int maxAnswer;

  Transport(String service, RemoteSettings settings) {
    maxAnswer = Math.toIntExact(settings.maxAnswer().toBytes());
    ClientConnector connector = new ClientConnector();
    connector.setSelectors(1);
    client = new HttpClient(new HttpClientTransportOverHTTP(connector));
    QueuedThreadPool threads = new QueuedThreadPool(THREADS, 2);
    threads.setName("remote");
    threads.setDaemon(true);
    client.setExecutor(threads);
    client.setConnectTimeout(settings.connectTimeout().toMilliseconds());
    client.setAddressResolutionTimeout(settings.connectTimeout().toMilliseconds());
    client.setIdleTimeout(IDLE_MILLIS);
    client.setFollowRedirects(false);
    client.setHttpCookieStore(new HttpCookieStore.Empty());
    // Enough for all modules of one process: none waits for another's connections.
    client.setMaxConnectionsPerDestination(settings.concurrency() * ModuleName.values().length);
    client.setUserAgentField(new HttpField(HttpHeader.USER_AGENT, service));
  }

  void start() {
    LifeCycle.start(client);
    client.getContentDecoderFactories().clear();
  }

  /**
   * Sends a request, and waits for the whole answer.
   *
   * @throws RemoteFailure if there is none within {@code time}
   * @throws InterruptedException if the calling thread is to stop
   */
  ContentResponse send(URI process, ContractMethod.Request call, String token, Duration time)
      throws RemoteFailure, InterruptedException {
    AtomicBoolean begun = new AtomicBoolean();
    Request request = request(process, call, token).onRequestBegin(r -> begun.set(true));
    request.idleTimeout(time.toMillis() + IDLE_MILLIS, TimeUnit.MILLISECONDS);
    CompletableFuture<ContentResponse> answer =
        new CompletableResponseListener(request, maxAnswer).send();
    try {
      return answer.get(time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      abort(request, e);
      throw failure(
          begun.get(), Failure.TIMEOUT, "has not answered within " + time.toMillis() + " ms");
    } catch (InterruptedException e) {
      abort(request, e);
      throw e;
    } catch (ExecutionException e) {
      // By its kind alone: what Jetty says quotes the request.
      throw failure(
          begun.get(),
          Failure.BROKEN,
          "does not answer: " + e.getCause().getClass().getSimpleName());
    }
  }

  private Request request(URI process, ContractMethod.Request call, String token) {
    Request request =
        client
            .newRequest(base(process) + call.pathAndQuery())
            .method(call.verb())
            .headers(
                headers -> {
                  headers.put(ServiceIdentity.HEADER, token);
                  headers.put(Trace.HEADER, call.trace());
                  headers.put(HttpHeader.ACCEPT, "application/json, " + Problem.MEDIA_TYPE);
                  if (call.caller() != null) {
                    headers.put(Caller.HEADER, call.caller());
                  }
                });
    return call.body() == null
        ? request
        : request.body(new StringRequestContent("application/json", call.body()));
  }

  private static String base(URI process) {
    String text = process.toString();
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }

  private static void abort(Request request, Exception cause) {
    CompletableFuture<Boolean> unused = request.abort(cause);
  }

  private static RemoteFailure failure(boolean begun, Failure kind, String message) {
    return begun ? RemoteFailure.lost(kind, message) : RemoteFailure.notReached(message);
  }

  @Override
  public void close() {
    LifeCycle.stop(client);
  }
}
