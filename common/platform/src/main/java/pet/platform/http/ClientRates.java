package pet.platform.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import pet.domain.Caller;
import pet.domain.ProblemCode;
import pet.platform.limit.ClientLimit;
import pet.platform.limit.ClientLimits;
import pet.platform.limit.Cost;
import pet.platform.login.Bearer;

/**
 * Turns away who asks too often: a login that is known here, else an address. It stands behind
 * forwarding, so that a request counts once, in the process that answers it.
 */
final class ClientRates extends Handler.Wrapper {

  private final ClientLimits limits;
  private final Function<String, Optional<Caller>> logins;
  private final ObjectMapper json;

  /**
   * @param logins who a token is known to be, without a look at its signature
   */
  ClientRates(ClientLimits limits, Function<String, Optional<Caller>> logins, ObjectMapper json) {
    this.limits = limits;
    this.logins = logins;
    this.json = json;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (!FrontDoor.isForApplication(request)) {
      return super.handle(request, response, callback);
    }
    String client = client(request);
    Optional<Cost> cost = RequestCost.of(request.getMethod(), Request.getPathInContext(request));
    if (cost.isEmpty()) {
      return super.handle(request, response, callback);
    }
    ClientLimit limit = limits.of(cost.get());
    long wait = limit.take(client);
    if (wait == 0) {
      return super.handle(request, response, callback);
    }
    long seconds = Math.max(1, TimeUnit.NANOSECONDS.toSeconds(wait + 999_999_999));
    String name = '"' + limit.cost().key() + '"';
    response
        .getHeaders()
        .put("RateLimit-Policy", name + ";q=" + limit.times() + ";w=" + limit.seconds())
        .put("RateLimit", name + ";r=0;t=" + seconds);
    ProblemAnswer.of(ProblemCode.TOO_MANY_REQUESTS, "You ask too often. Wait a little.")
        .after(seconds)
        .write(request, request, response, json, callback);
    return true;
  }

  /** A login's counts are its own wherever it comes from. */
  private String client(Request request) {
    String network =
        ClientAddress.network(request.getConnectionMetaData().getRemoteSocketAddress());
    ClientAddress.note(request, network);
    String authorization = request.getHeaders().get(HttpHeader.AUTHORIZATION);
    if (authorization == null) {
      return network;
    }
    return Bearer.token(authorization)
        .flatMap(logins)
        .map(caller -> "login " + caller.subject())
        .orElse(network);
  }
}
