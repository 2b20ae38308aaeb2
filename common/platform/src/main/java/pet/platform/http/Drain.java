package pet.platform.http;

import io.dropwizard.util.Duration;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first part of a stop: for a while the process answers everything as before, but says that it
 * is not ready, and ends each connection with its next answer. Whoever forwards to it goes on to
 * another replica, and no request is caught on a connection that is about to close.
 */
public final class Drain {

  private static final Logger LOG = LoggerFactory.getLogger(Drain.class);

  private static final long TO_TAKE = TimeUnit.SECONDS.toNanos(2);
  private static final long TO_FINISH = TimeUnit.MILLISECONDS.toNanos(500);

  private final long nanos;
  private volatile boolean draining;
  private volatile boolean streamsEnded;

  /**
   * @param duration how long to go on; zero where nobody could take over
   */
  public Drain(Duration duration) {
    nanos = duration.toNanoseconds();
  }

  boolean draining() {
    return draining;
  }

  /** Whether no more streams are opened: whoever comes back for theirs is to ask another. */
  boolean hasEndedStreams() {
    return streamsEnded;
  }

  /**
   * Returns when the server may close everything.
   *
   * @param endStreams ends the answers that would not end by themselves
   */
  void drain(Server server, Runnable endStreams) {
    draining = true;
    if (nanos == 0) {
      end(endStreams);
      return;
    }
    LOG.info("draining for {} ms", TimeUnit.NANOSECONDS.toMillis(nanos));
    goOn(nanos, () -> true);
    List<ServerConnector> listening =
        Stream.of(server.getConnectors())
            .filter(ServerConnector.class::isInstance)
            .map(ServerConnector.class::cast)
            .filter(connector -> "application".equals(connector.getName()))
            .toList();
    // Who connects from here on is refused and asks another; who is connected still gets an answer.
    for (ServerConnector door : listening) {
      takeWhoWaits(door);
      door.close();
    }
    end(endStreams);
    goOn(TO_FINISH, () -> listening.stream().anyMatch(c -> !c.getConnectedEndPoints().isEmpty()));
  }

  private void end(Runnable streams) {
    streamsEnded = true;
    streams.run();
  }

  /**
   * Who has connected waits in the system's queue until a thread of ours takes them, on a busy
   * machine for a while, and a close would cut them off: we join the queue, and wait until it is
   * our turn.
   */
  private static void takeWhoWaits(ServerConnector door) {
    String host = door.getHost();
    try (Socket knock = new Socket()) {
      knock.connect(
          new InetSocketAddress(
              host == null ? InetAddress.getLoopbackAddress() : InetAddress.getByName(host),
              door.getLocalPort()),
          (int) TimeUnit.NANOSECONDS.toMillis(TO_TAKE));
      goOn(TO_TAKE, () -> door.getConnectedEndPoints().stream().noneMatch(e -> is(e, knock)));
    } catch (IOException e) {
      LOG.debug("nobody waits at a door that does not open", e);
    }
  }

  private static boolean is(EndPoint taken, Socket knock) {
    return taken.getRemoteSocketAddress() instanceof InetSocketAddress from
        && from.getPort() == knock.getLocalPort();
  }

  private static void goOn(long nanos, BooleanSupplier needed) {
    long end = System.nanoTime() + nanos;
    while (System.nanoTime() < end && needed.getAsBoolean()) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }
}
