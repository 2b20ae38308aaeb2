package pet.platform.limit;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How often each client may send requests, to all replicas together. No request waits for Redis:
 * requests are counted here, and each sixteenth of a client's limit is reported to Redis in the
 * background, which returns what is left for all replicas. While Redis is away, each replica counts
 * for itself and allows the whole limit.
 */
public final class ClientLimits {

  private static final Logger LOG = LoggerFactory.getLogger(ClientLimits.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration TO_STOP = Duration.ofSeconds(2);
  private static final int MOST_WAITING = 1024;

  private final Map<Cost, ClientLimit> limits = new EnumMap<>(Cost.class);
  private final BlockingQueue<Account> toTell = new ArrayBlockingQueue<>(MOST_WAITING);
  private final Thread teller = new Thread(this::tell, "client-limits");

  ClientLimits(RateLimits shared, ClientSettings settings, boolean development) {
    for (Cost cost : Cost.values()) {
      limits.put(cost, new ClientLimit(cost, settings.of(cost, development), shared, toTell));
    }
    teller.setDaemon(true);
  }

  /** The limit of what costs so much. */
  public ClientLimit of(Cost cost) {
    return limits.get(cost);
  }

  /** Starts to share the counts. */
  public void start() {
    teller.start();
  }

  private void tell() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        if (!toTell.take().tell()) {
          // Not asked again by every client: a server that hangs would be waited for by all.
          Thread.sleep(PAUSE.toMillis());
        }
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        LOG.error("the use of a client could not be reported to Redis", e);
      }
    }
  }

  /** Stops sharing; counts that were not reported are lost. */
  public void stop() throws InterruptedException {
    teller.interrupt();
    teller.join(TO_STOP.toMillis());
  }
}
