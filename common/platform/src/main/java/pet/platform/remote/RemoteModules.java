package pet.platform.remote;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import pet.domain.ModuleName;

/**
 * Makes a neighbour's contract callable over HTTP, with a proxy of the same interface: see {@code
 * docs/decisions/0010-remote-calls.md}.
 */
public final class RemoteModules implements AutoCloseable {

  private final RemoteSettings settings;
  private final ObjectMapper json;
  private final MetricRegistry metrics;
  private final Reachability reachability;
  private final ServiceIdentity identity;
  private final Transport transport;
  private final Map<Place, Target> targets = new HashMap<>();
  private boolean started;

  private record Place(ModuleName module, URI process) {}

  /**
   * @param service this process's name
   * @param json reads answers; they may be from a newer version of a neighbour
   * @param reachability learns which processes answer
   */
  public RemoteModules(
      String service,
      RemoteSettings settings,
      ObjectMapper json,
      MetricRegistry metrics,
      Reachability reachability) {
    this.settings = settings;
    this.json = json;
    this.metrics = metrics;
    this.reachability = reachability;
    identity = new ServiceIdentity(service, settings.secret());
    transport = new Transport(service, settings);
  }

  /**
   * A proxy of the contract that calls the processes in turn.
   *
   * @throws IllegalArgumentException if a method of the contract cannot be called from elsewhere as
   *     it can be here
   */
  public synchronized <T> T proxy(ModuleName module, List<URI> processes, Class<T> contract) {
    if (processes.isEmpty()) {
      throw new IllegalArgumentException("the " + module.key() + " module is nowhere");
    }
    if (!started) {
      transport.start();
      started = true;
    }
    RemoteCalls calls =
        new RemoteCalls(
            module,
            new Replicas(processes, reachability),
            processes.stream().collect(Collectors.toMap(p -> p, p -> target(module, p))),
            settings,
            transport,
            identity,
            new AnswerReader(module, json),
            metrics);
    return contract.cast(
        Proxy.newProxyInstance(
            contract.getClassLoader(), new Class<?>[] {contract}, handler(contract, calls)));
  }

  private InvocationHandler handler(Class<?> contract, RemoteCalls calls) {
    Map<Method, ContractMethod> methods = new HashMap<>();
    for (Method method : contract.getMethods()) {
      if (!method.isDefault()) {
        methods.put(method, new ContractMethod(contract, method, json));
      }
    }
    return (self, method, arguments) -> {
      ContractMethod remote = methods.get(method);
      if (remote != null) {
        return calls.call(remote, arguments == null ? new Object[0] : arguments);
      }
      if (method.isDefault()) {
        return InvocationHandler.invokeDefault(self, method, arguments);
      }
      return switch (method.getName()) {
        case "equals" -> self == arguments[0];
        case "hashCode" -> System.identityHashCode(self);
        default -> "remote " + contract.getSimpleName();
      };
    };
  }

  /** All contracts of a module share what is known of its processes. */
  private Target target(ModuleName module, URI process) {
    return targets.computeIfAbsent(
        new Place(module, process),
        place -> {
          Target target = new Target(module, process, settings, reachability);
          String name = module.key() + "." + process.getAuthority().replaceAll("[^\\w-]", "_");
          gauge("remote.breaker." + name, () -> breakerState(target));
          gauge("remote.inhand." + name, () -> target.inHand(settings));
          return target;
        });
  }

  /** 0 is closed, 1 is on trial, 2 is open. */
  private static int breakerState(Target target) {
    return switch (target.state()) {
      case CLOSED, DISABLED, METRICS_ONLY -> 0;
      case HALF_OPEN -> 1;
      case OPEN, FORCED_OPEN -> 2;
    };
  }

  private void gauge(String name, Gauge<Integer> gauge) {
    metrics.gauge(name, () -> gauge);
  }

  @Override
  public void close() {
    transport.close();
  }
}
