package pet.platform.forward;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.HttpResponseException;
import org.eclipse.jetty.client.Response.CompleteListener;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.proxy.ProxyHandler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pet.domain.Caller;
import pet.domain.ProblemCode;
import pet.platform.Trace;
import pet.platform.http.Arrival;
import pet.platform.http.BodyDrainer;
import pet.platform.http.FrontDoor;
import pet.platform.http.ProblemAnswer;
import pet.platform.http.WebHeaders;
import pet.platform.remote.Reachability;
import pet.platform.remote.Reachability.Failure;
import pet.platform.remote.ServiceIdentity;

/** Jetty's reverse proxy, which goes on to the next target, and fails in our words. */
final class ForwardingProxy extends ProxyHandler.Reverse {

  private static final Logger LOG = LoggerFactory.getLogger(ForwardingProxy.class);
  private static final String EVENTS = "text/event-stream";

  private final ForwardingSettings settings;
  private final Reachability reachability;
  private final ObjectMapper json;
  private final Set<org.eclipse.jetty.client.Request> streams = ConcurrentHashMap.newKeySet();

  ForwardingProxy(
      ForwardingSettings settings, String name, Reachability reachability, ObjectMapper json) {
    super(request -> HttpURI.from(((ForwardedRequest) request).target()));
    this.settings = settings;
    this.reachability = reachability;
    this.json = json;
    setViaHost(name);
  }

  @Override
  protected HttpClient newHttpClient() {
    ClientConnector connector = new ClientConnector();
    // Nothing here blocks: the server's own threads do it.
    connector.setExecutor(getServer().getThreadPool());
    connector.setSelectors(1);
    return new HttpClient(new HttpClientTransportOverHTTP(connector));
  }

  @Override
  protected void configureHttpClient(HttpClient client) {
    super.configureHttpClient(client);
    client.setConnectTimeout(settings.connectTimeout().toMilliseconds());
    // Kept connections go before the target's own limit of 30 s, or one breaks in our hands.
    client.setIdleTimeout(Math.min(20_000, settings.idleTimeout().toMilliseconds()));
    client.setMaxConnectionsPerDestination(settings.maxConnections());
    client.setMaxRequestsQueuedPerDestination(settings.maxQueued());
    client.setUserAgentField(null);
  }

  void forward(ForwardedRequest incoming, Response response, Callback callback) {
    super.handle(incoming, incoming.watching(response), callback);
  }

  @Override
  protected org.eclipse.jetty.client.Request newProxyToServerRequest(
      Request request, HttpURI target) {
    ForwardedRequest incoming = (ForwardedRequest) request;
    var forwarded =
        getHttpClient()
            .newRequest(incoming.target())
            .method(request.getMethod())
            // As it was written: no decoding, no order, nothing left out.
            .path(request.getHttpURI().getPathQuery())
            .idleTimeout(settings.idleTimeout().toMilliseconds(), TimeUnit.MILLISECONDS)
            // Streams of events have connections of their own, or they would use up the others'.
            .tag(incoming.wantsEvents() ? EVENTS : null);
    Scheduler.Task noConnection =
        getHttpClient()
            .getScheduler()
            .schedule(
                () -> abort(forwarded, new RejectedExecutionException("no free connection")),
                settings.connectTimeout().toMilliseconds() + 100,
                TimeUnit.MILLISECONDS);
    return forwarded
        .onRequestBegin(
            sent -> {
              noConnection.cancel();
              incoming.sending();
            })
        .onRequestFailure((sent, failure) -> noConnection.cancel());
  }

  @Override
  protected void copyRequestHeaders(Request request, org.eclipse.jetty.client.Request forwarded) {
    super.copyRequestHeaders(request, forwarded);
    // Not the outside's to say.
    forwarded.headers(
        headers ->
            headers.remove(ServiceIdentity.HEADER).remove(Caller.HEADER).remove("Forwarded"));
  }

  @Override
  protected void addForwardedHeader(Request request, org.eclipse.jetty.client.Request forwarded) {
    ForwardedRequest incoming = (ForwardedRequest) request;
    Arrival arrival = incoming.arrival();
    forwarded.headers(
        headers ->
            headers
                .put(HttpHeader.X_FORWARDED_FOR, arrival.forwardedFor())
                .put(HttpHeader.X_FORWARDED_PROTO, arrival.proto())
                .put(HttpHeader.X_FORWARDED_HOST, arrival.host())
                .put(Trace.HEADER, incoming.trace().header()));
  }

  @Override
  protected org.eclipse.jetty.client.Request.Content newProxyToServerRequestContent(
      Request request, Response response, org.eclipse.jetty.client.Request forwarded) {
    return ((ForwardedRequest) request).body().open();
  }

  @Override
  protected HttpField filterServerToProxyResponseField(HttpField field) {
    // Ours are set already.
    boolean ours = field.getHeader() == HttpHeader.DATE || WebHeaders.isOfTheEntrance(field);
    return ours ? null : field;
  }

  @Override
  protected CompleteListener newServerToProxyResponseListener(
      Request request,
      org.eclipse.jetty.client.Request forwarded,
      Response response,
      Callback callback) {
    return new Answer((ForwardedRequest) request, forwarded, response, callback);
  }

  @Override
  protected void onServerToProxyResponseFailure(
      Request request,
      org.eclipse.jetty.client.Request forwarded,
      org.eclipse.jetty.client.Response answer,
      Response response,
      Callback callback,
      Throwable failure) {
    ForwardedRequest incoming = (ForwardedRequest) request;
    if (incoming.clientFailure() != null) {
      callback.failed(incoming.clientFailure());
      return;
    }
    if (failure instanceof Stopping && response.isCommitted()) {
      response.write(true, BufferUtil.EMPTY_BUFFER, callback);
      return;
    }
    Failure how = classify(incoming, failure);
    URI target = incoming.target();
    if (!(failure instanceof NotTaken)) {
      reachability.failed(target, how);
    }
    if (response.isCommitted()) {
      LOG.warn("{} at {} broke off its answer: {}", incoming.module(), target, words(failure));
      // The connection ends without the answer's end: what came is not taken for the whole.
      callback.failed(failure);
    } else if (incoming.goOn(how, !(failure instanceof NotTaken))) {
      reset(response);
      super.handle(incoming, response, callback);
    } else {
      LOG.warn("{} at {} does not answer: {}", incoming.module(), target, words(failure));
      refuse(incoming, response, callback, failure instanceof NotTaken ? Failure.CONNECT : how);
    }
  }

  /** Forgets what was to be answered, but not that the connection ends with it. */
  private static void reset(Response response) {
    boolean ends = response.getHeaders().contains(HttpFields.CONNECTION_CLOSE);
    response.reset();
    if (ends) {
      response.getHeaders().put(HttpFields.CONNECTION_CLOSE);
    }
  }

  private static String words(Throwable failure) {
    return failure.getClass().getSimpleName() + " " + failure.getMessage();
  }

  private static Failure classify(ForwardedRequest incoming, Throwable failure) {
    if (failure instanceof RejectedExecutionException) {
      return Failure.BUSY;
    }
    if (failure instanceof NotTaken) {
      return Failure.BROKEN;
    }
    if (!incoming.isSending()) {
      return Failure.CONNECT;
    }
    if (failure instanceof TimeoutException) {
      return Failure.TIMEOUT;
    }
    return failure instanceof HttpResponseException || failure instanceof HttpException
        ? Failure.GARBAGE
        : Failure.BROKEN;
  }

  private void refuse(
      ForwardedRequest incoming, Response response, Callback callback, Failure how) {
    String module = "The " + incoming.module().key() + " module";
    ProblemAnswer answer =
        switch (how) {
          case CONNECT -> ProblemAnswer.of(ProblemCode.UNAVAILABLE, module + " does not answer.");
          case BUSY -> ProblemAnswer.of(ProblemCode.UNAVAILABLE, module + " has too much to do.");
          case TIMEOUT ->
              ProblemAnswer.of(ProblemCode.NO_ANSWER, module + " did not answer in time.");
          case BROKEN, GARBAGE ->
              ProblemAnswer.of(ProblemCode.BROKEN_ANSWER, module + " broke off its answer.");
        };
    reset(response);
    answer.write(incoming, incoming.body().open(), response, json, callback);
  }

  private static void abort(org.eclipse.jetty.client.Request request, Throwable why) {
    var unused = request.abort(why);
  }

  private static void abort(org.eclipse.jetty.client.Response response, Throwable why) {
    var unused = response.abort(why);
  }

  private static final class NotTaken extends Exception {
    NotTaken() {
      super("it is stopping", null, false, false);
    }
  }

  private static final class Stopping extends Exception {
    Stopping() {
      super("this process is stopping", null, false, false);
    }
  }

  /** Ends the streams of events, which would hold up this process's stop. */
  void endStreams() {
    streams.forEach(stream -> abort(stream, new Stopping()));
  }

  private final class Answer extends ProxyResponseListener {
    private final ForwardedRequest incoming;
    private final org.eclipse.jetty.client.Request forwarded;
    private final Response response;
    private volatile boolean open;

    Answer(
        ForwardedRequest incoming,
        org.eclipse.jetty.client.Request forwarded,
        Response response,
        Callback callback) {
      super(incoming, forwarded, response, callback);
      this.incoming = incoming;
      this.forwarded = forwarded;
      this.response = response;
    }

    @Override
    public void onHeaders(org.eclipse.jetty.client.Response answer) {
      reachability.reached(incoming.target());
      if (answer.getHeaders().contains(FrontDoor.NOT_TAKEN)) {
        abort(answer, new NotTaken());
        return;
      }
      super.onHeaders(answer);
      if (!incoming.body().isWhole()) {
        // Refused early. The target may not take the rest, and then this connection ends, too.
        response.getHeaders().put(HttpFields.CONNECTION_CLOSE);
      }
    }

    @Override
    public void onContentSource(org.eclipse.jetty.client.Response answer, Content.Source content) {
      // It comes here again for each part, also when there is nobody left to write to.
      if (open || !answer.getHeaders().contains(HttpHeader.CONTENT_TYPE, EVENTS)) {
        super.onContentSource(answer, content);
        return;
      }
      open = true;
      streams.add(forwarded);
      // The client is to know that it is connected before the first event.
      ByteBuffer nothing = BufferUtil.EMPTY_BUFFER;
      response.write(
          false,
          nothing,
          Callback.from(
              () -> super.onContentSource(answer, content), failure -> abort(answer, failure)));
    }

    @Override
    public void onComplete(Result result) {
      streams.remove(forwarded);
      if (result.getRequestFailure() == null || result.getResponseFailure() != null) {
        super.onComplete(result);
        return;
      }
      // The answer is whole; what the target did not take of the body, it did not want.
      Result answered = new Result(result.getRequest(), result.getResponse());
      BodyDrainer.drainBehindTheAnswer(
          incoming, incoming.body().open(), () -> super.onComplete(answered));
    }
  }
}
