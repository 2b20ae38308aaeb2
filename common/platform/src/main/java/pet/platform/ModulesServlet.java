package pet.platform;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import pet.domain.ModuleName;
import pet.platform.remote.Reachability;

/** Tells operators, on the admin port, which module runs where and what was reached when. */
final class ModulesServlet extends HttpServlet {

  private final transient ProcessHost host;

  ModulesServlet(ProcessHost host) {
    this.host = host;
  }

  /**
   * The answer.
   *
   * @param requestsPerMinute on the application port, over the last minute or so
   * @param modules the map in force, as in configuration
   * @param targets the processes that this one forwards to or calls
   */
  private record Modules(
      String process,
      String instance,
      String version,
      Instant since,
      double requestsPerMinute,
      Map<String, String> modules,
      List<Target> targets) {}

  /**
   * One URL of a module.
   *
   * @param reached when it last answered; absent if never
   * @param failed when it last did not; absent if never
   * @param failure how it failed then
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Target(
      String module, URI url, Instant reached, Instant failed, Reachability.Failure failure) {}

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Map<String, String> modules = new TreeMap<>();
    List<Target> targets = new ArrayList<>();
    for (ModuleName module : ModuleName.values()) {
      Placement placement = host.placement(module);
      modules.put(module.key(), placement.toString());
      for (URI url : placement.urls()) {
        Reachability.Seen seen = host.reachability().of(url);
        targets.add(new Target(module.key(), url, seen.reached(), seen.failed(), seen.failure()));
      }
    }
    ProcessIdentity identity = host.identity();
    double perMinute = host.metrics().meter(ProcessHost.REQUESTS).getOneMinuteRate() * 60;
    ObjectMapper json = host.json();
    response.setContentType("application/json");
    json.writeValue(
        response.getOutputStream(),
        new Modules(
            identity.name(),
            identity.instance(),
            identity.version(),
            identity.since(),
            Math.round(perMinute * 10) / 10.0,
            modules,
            targets));
  }
}
