package pet.platform.http;

import io.dropwizard.util.Duration;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first part of a stop: for a while the process answers everything as before, but says that it
 * is not ready, and ends each connection with its next answer. Whoever forwards to it goes on to
 * another replica, and no request is caught on a connection that is about to close.
 */
public final class Drain implements Filter, LifeCycle.Listener {

  private static final Logger LOG = LoggerFactory.getLogger(Drain.class);

  private static final long TO_FINISH = TimeUnit.MILLISECONDS.toNanos(500);

  private final long nanos;
  private volatile boolean draining;

  /**
   * @param duration how long to go on; zero where nobody could take over
   */
  public Drain(Duration duration) {
    nanos = duration.toNanoseconds();
  }

  boolean draining() {
    return draining;
  }

  /** The server waits for this before it closes anything. */
  @Override
  public void lifeCycleStopping(LifeCycle stopping) {
    draining = true;
    if (nanos == 0) {
      return;
    }
    LOG.info("draining for {} ms", TimeUnit.NANOSECONDS.toMillis(nanos));
    goOn(nanos, () -> true);
    List<ServerConnector> listening =
        Stream.of(((Server) stopping).getConnectors())
            .filter(ServerConnector.class::isInstance)
            .map(ServerConnector.class::cast)
            .filter(connector -> "application".equals(connector.getName()))
            .toList();
    // Who connects from here on is refused and asks another; who is connected still gets an answer.
    listening.forEach(ServerConnector::close);
    goOn(TO_FINISH, () -> listening.stream().anyMatch(c -> !c.getConnectedEndPoints().isEmpty()));
  }

  private static void goOn(long nanos, BooleanSupplier needed) {
    long end = System.nanoTime() + nanos;
    while (System.nanoTime() < end && needed.getAsBoolean()) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (draining) {
      ((HttpServletResponse) response).setHeader("Connection", "close");
    }
    chain.doFilter(request, response);
  }
}
