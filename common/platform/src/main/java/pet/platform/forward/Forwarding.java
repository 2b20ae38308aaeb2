package pet.platform.forward;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.pathmap.PathMappings;
import org.eclipse.jetty.http.pathmap.ServletPathSpec;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import pet.domain.ModuleName;
import pet.domain.ProblemCode;
import pet.platform.http.FrontDoor;
import pet.platform.http.GatheredBodies;
import pet.platform.http.ProblemAnswer;
import pet.platform.remote.Reachability;
import pet.platform.remote.Replicas;

/**
 * Streams a request for a module that runs elsewhere to a process that hosts it, so that clients
 * keep one address. Anything else is for this process.
 */
public final class Forwarding extends Handler.Wrapper {

  /** More forwards than there are modules go in a circle. */
  private static final int MOST_HOPS = 5;

  private static final String VIA_PREFIX = "pet-";

  /** In a request's attributes. */
  private static final String ROUTE = Route.class.getName();

  private record Route(ModuleName module, Replicas replicas) {}

  private final PathMappings<Route> routes = new PathMappings<>();
  private final Reachability reachability;
  private final ObjectMapper json;
  private final String via;
  private final ForwardingProxy proxy;
  private final GatheredBodies bodies;
  private final Handler.Singleton awaited;

  /**
   * @param instance of this process: no other has it
   * @param bodies waits for them before a connection is taken, of which there are not so many
   */
  public Forwarding(
      ForwardingSettings settings,
      String instance,
      Reachability reachability,
      ObjectMapper json,
      GatheredBodies bodies) {
    this.reachability = reachability;
    this.json = json;
    via = VIA_PREFIX + instance;
    proxy = new ForwardingProxy(settings, via, reachability, json);
    installBean(proxy);
    this.bodies = bodies;
    awaited = bodies.before(new Onward());
    installBean(awaited);
  }

  /** Forwards the module's public paths from now on. */
  public void forward(ModuleName module, List<URI> urls) {
    Route route = new Route(module, new Replicas(urls, reachability));
    module.paths().forEach(path -> routes.put(new ServletPathSpec(path), route));
  }

  @Override
  protected void doStart() throws Exception {
    proxy.setServer(getServer());
    awaited.setServer(getServer());
    super.doStart();
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    var match =
        FrontDoor.isForApplication(request)
            ? routes.getMatched(Request.getPathInContext(request))
            : null;
    if (match == null) {
      return super.handle(request, response, callback);
    }
    Route route = match.getResource();
    if (goesInCircles(request)) {
      ProblemAnswer.of(
              ProblemCode.LOOP,
              "The processes forward the requests for the "
                  + route.module.key()
                  + " module to each other: none says it is local.")
          .write(request, request, response, json, callback);
      return true;
    }
    request.setAttribute(ROUTE, route);
    return awaited.handle(bodies.watched(request), response, callback);
  }

  /** Forwards a request whose body has come. */
  private final class Onward extends Handler.Abstract.NonBlocking {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      Route route = (Route) request.getAttribute(ROUTE);
      GatheredBodies.problem(request)
          .ifPresentOrElse(
              problem ->
                  ProblemAnswer.of(problem).write(request, request, response, json, callback),
              () ->
                  proxy.forward(
                      new ForwardedRequest(request, route.module, route.replicas.inTurn()),
                      response,
                      callback));
      return true;
    }
  }

  /** It was here before, or it was forwarded more often than there is reason to. */
  private boolean goesInCircles(Request request) {
    List<String> ours =
        request.getHeaders().getCSV(HttpHeader.VIA, false).stream()
            .map(by -> by.substring(by.indexOf(' ') + 1))
            .filter(by -> by.startsWith(VIA_PREFIX))
            .toList();
    return ours.contains(via) || ours.size() >= MOST_HOPS;
  }

  /** Ends what would not end by itself. */
  public void endStreams() {
    proxy.endStreams();
  }
}
