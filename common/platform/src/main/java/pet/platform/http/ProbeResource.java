package pet.platform.http;

import com.codahale.metrics.health.HealthCheck;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** What an orchestrator asks: is the process alive, and can it do its work? */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
public final class ProbeResource {

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Readiness needed;
  private final Drain drain;

  /**
   * @param needed what the process cannot work without, by name
   * @param drain whether the process is about to stop
   */
  public ProbeResource(Map<String, HealthCheck> needed, Drain drain) {
    this.needed = new Readiness(needed, PATIENCE);
    this.drain = drain;
  }

  @GET
  @Path("healthz")
  public Map<String, String> alive() {
    return Map.of("status", "alive");
  }

  /**
   * 200 if everything needed answers within two seconds, else 503, also before a stop; the body
   * says why.
   */
  @GET
  @Path("ready")
  public Response ready() throws InterruptedException {
    Map<String, String> checks = new TreeMap<>();
    boolean ready = !drain.draining();
    if (!ready) {
      checks.put("process", "stopping");
    }
    for (var answer : needed.ask().entrySet()) {
      checks.put(answer.getKey(), answer.getValue() ? "ok" : "down");
      ready &= answer.getValue();
    }
    Map<String, Object> body = Map.of("status", ready ? "ready" : "not ready", "checks", checks);
    Response.ResponseBuilder response = Response.status(ready ? 200 : 503).entity(body);
    return ready ? response.build() : response.header("Retry-After", 2).build();
  }
}
