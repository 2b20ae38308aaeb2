package pet.testing;

import com.codahale.metrics.MetricRegistry;
import io.dropwizard.jersey.DropwizardResourceConfig;
import io.dropwizard.util.Duration;
import jakarta.ws.rs.POST;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;
import org.glassfish.jersey.servlet.ServletContainer;
import pet.domain.MayRepeat;
import pet.domain.ModuleName;
import pet.messaging.Json;
import pet.platform.JsonApi;
import pet.platform.Trace;
import pet.platform.remote.BreakerSettings;
import pet.platform.remote.RemoteSettings;
import pet.platform.remote.ServiceIdentity;

/**
 * A local object that is called as if it ran elsewhere, on a bad day: over HTTP, through the proxy
 * that a process makes, to a server that reads and answers as a process does.
 *
 * <p>One of its four addresses refuses connections. Of what may repeat every call is delivered at
 * least twice, the answer of the first is lost, and the attempt after it may meet a proxy's 503, a
 * broken connection, garbage instead of an answer, or nothing worse. What may not repeat meets the
 * refused connections alone.
 */
public final class ForcedRemote<T> implements AutoCloseable {

  private static final int REPLICAS = 3;

  /** Patient with the replicas, which all answer in the end. */
  private static final RemoteSettings SETTINGS =
      new RemoteSettings(
          null,
          null,
          Duration.seconds(20),
          Duration.seconds(10),
          REPLICAS,
          null,
          null,
          new BreakerSettings(null, null, 100, null, null));

  private final Server server = new Server();
  private final FaultInjector faults = new FaultInjector();
  private final Neighbours neighbours = new Neighbours(SETTINGS);
  private final T contract;

  private ForcedRemote(ModuleName module, Class<T> contract, T local) {
    serve(local);
    T remote = neighbours.contract(module, contract, addresses());
    this.contract = unlucky(contract, remote);
  }

  /** The contract's local implementation, to be called through {@link #contract()}. */
  public static <T> ForcedRemote<T> of(ModuleName module, Class<T> contract, T local) {
    return new ForcedRemote<>(module, contract, local);
  }

  private void serve(Object local) {
    DropwizardResourceConfig resources = new DropwizardResourceConfig(new MetricRegistry());
    resources.register(
        new JsonApi(Json.strict(), new ServiceIdentity("forced", SETTINGS.secret())));
    resources.register(local);
    ServletContextHandler servlets = new ServletContextHandler();
    servlets.addServlet(new ServletHolder(new ServletContainer(resources)), "/*");
    faults.setHandler(servlets);
    server.setHandler(faults);
    for (int i = 0; i < REPLICAS; i++) {
      ServerConnector connector = new ServerConnector(server, 1, 1);
      connector.setHost("localhost");
      server.addConnector(connector);
    }
    LifeCycle.start(server);
  }

  private URI[] addresses() {
    List<URI> addresses = new ArrayList<>();
    addresses.add(URI.create("http://localhost:" + FreePorts.next()));
    for (Connector connector : server.getConnectors()) {
      addresses.add(URI.create("http://localhost:" + ((ServerConnector) connector).getLocalPort()));
    }
    return addresses.toArray(URI[]::new);
  }

  private T unlucky(Class<T> type, T remote) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              if (method.getName().equals("equals")) {
                return self == arguments[0];
              }
              // A trace of its own, by which the server knows a call's attempts.
              Trace trace = Trace.create();
              faults.await(trace, mayRepeat(method));
              Trace.Scope scope = trace.open();
              try {
                return method.invoke(remote, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              } finally {
                scope.close();
              }
            }));
  }

  private static boolean mayRepeat(Method method) {
    return method.isAnnotationPresent(MayRepeat.class) || !method.isAnnotationPresent(POST.class);
  }

  /** What a neighbour in another process would call. */
  public T contract() {
    return contract;
  }

  /** How often a request was executed: more often than it was called. */
  public int executions() {
    return faults.executions();
  }

  /** How many attempts met a fault. */
  public int faults() {
    return faults.happened();
  }

  @Override
  public void close() {
    neighbours.close();
    LifeCycle.stop(server);
  }
}
