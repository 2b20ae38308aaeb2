package pet.platform.http;

import com.codahale.metrics.Meter;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.LifeCycle;
import pet.domain.Caller;
import pet.domain.ProblemCode;
import pet.platform.Trace;
import pet.platform.limit.ClientLimits;

/**
 * What every request of a process goes through before anything of Dropwizard's: it becomes an
 * {@link Arrival}, is counted, is this thread's trace, and is turned away while the process stops.
 */
public final class FrontDoor implements LifeCycle.Listener {

  /**
   * Marks an answer of a process that stops: the request was not taken, so another may have it,
   * whatever its method.
   */
  public static final String NOT_TAKEN = "X-Pet-Not-Taken";

  private final TrustedProxies proxies;
  private final Meter requests;
  private final ObjectMapper json;
  private final Drain drain;
  private final Handler.Singleton forwarding;
  private final ClientRates rates;
  private final Runnable endStreams;
  private final WebHeaders web;
  private final BufferedBodies bodies;
  private volatile boolean stopping;

  /**
   * @param requests counts those of the application port
   * @param forwarding has a request before this process's own modules
   * @param endStreams ends the forwarded streams, which would hold up the stop
   * @param limits how often a client may ask
   * @param logins who a token is known to be
   * @param web what browsers are told
   * @param bodies waits for them
   */
  public FrontDoor(
      TrustedProxies proxies,
      Meter requests,
      ObjectMapper json,
      Drain drain,
      Handler.Singleton forwarding,
      Runnable endStreams,
      ClientLimits limits,
      Function<String, Optional<Caller>> logins,
      WebHeaders web,
      BufferedBodies bodies) {
    this.proxies = proxies;
    this.requests = requests;
    this.json = json;
    this.drain = drain;
    this.forwarding = forwarding;
    this.endStreams = endStreams;
    this.rates = new ClientRates(limits, logins, json);
    this.web = web;
    this.bodies = bodies;
  }

  /** Whether a request came in on the application port, not the admin port. */
  public static boolean isForApplication(Request request) {
    return "application".equals(request.getConnectionMetaData().getConnector().getName());
  }

  @Override
  public void lifeCycleStarting(LifeCycle event) {
    if (!(event instanceof Server server)) {
      return;
    }
    for (var connector : server.getConnectors()) {
      for (var http : connector.getContainedBeans(HttpConnectionFactory.class)) {
        http.getHttpConfiguration().addCustomizer(Arrival.customizer(proxies));
      }
    }
    // Within what lets requests in hand finish, without what inflates and compresses bodies.
    GracefulHandler graceful = server.getDescendant(GracefulHandler.class);
    UnreadBody unread = new UnreadBody(bodies);
    unread.setHandler(bodies.before(graceful.getHandler()));
    rates.setHandler(unread);
    forwarding.setHandler(rates);
    graceful.setHandler(forwarding);
    server.setErrorHandler(new ServerErrors(json, web));
    server.setHandler(new Entrance(web.crossOrigin(server.getHandler())));
  }

  @Override
  public void lifeCycleStopping(LifeCycle event) {
    if (event instanceof Server server) {
      drain.drain(server, endStreams);
      stopping = true;
    }
  }

  private final class Entrance extends Handler.Wrapper {
    Entrance(Handler handler) {
      super(handler);
    }

    @Override
    public boolean handle(Request request, Response bare, Callback callback) throws Exception {
      Response response = web.on(request, bare);
      if (isForApplication(request)) {
        requests.mark();
      }
      Trace.Scope scope = Arrival.of(request).trace().open();
      try {
        if (drain.draining()) {
          response.getHeaders().put(HttpFields.CONNECTION_CLOSE);
        }
        if (stopping || (drain.hasEndedStreams() && EventStreams.areAskedFor(request))) {
          response.getHeaders().put(NOT_TAKEN, "stopping");
          ProblemAnswer.of(ProblemCode.UNAVAILABLE, "This process is stopping.")
              .write(request, request, response, json, callback);
          return true;
        }
        return super.handle(request, response, callback);
      } finally {
        scope.close();
      }
    }
  }
}
