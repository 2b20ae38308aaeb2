package pet.builder.cache;

import java.time.Duration;
import java.util.OptionalLong;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A replica's permission to believe the cache: the number of the generation whose entries are good,
 * read from the database, and good for a short time only.
 *
 * <p>A writer who cannot tell Redis what changed begins a new generation and waits until the
 * permission of every other replica for the old one has run out.
 */
final class Lease {

  private static final Logger LOG = LoggerFactory.getLogger(Lease.class);

  /** How long a permission lasts. */
  static final Duration LENGTH = Duration.ofMillis(500);

  private static final Duration RENEWAL = Duration.ofMillis(150);
  private static final Duration MARGIN = Duration.ofMillis(50);

  private final Jdbi jdbi;
  private final Thread thread = new Thread(this::run, "cache-lease");
  private volatile Held held = new Held(0, System.nanoTime() - LENGTH.toNanos());

  /** A generation, and when we asked for it. */
  private record Held(long generation, long asked) {}

  Lease(Jdbi jdbi) {
    this.jdbi = jdbi;
    thread.setDaemon(true);
  }

  void start() {
    renew();
    thread.start();
  }

  void stop() throws InterruptedException {
    thread.interrupt();
    thread.join(LENGTH.toMillis());
  }

  /** The generation whose entries may be believed now, if any may. */
  OptionalLong generation() {
    Held now = held;
    return System.nanoTime() - now.asked < LENGTH.toNanos()
        ? OptionalLong.of(now.generation)
        : OptionalLong.empty();
  }

  /** Asks the database. */
  long renew() {
    // Before the question: what it answers was true at this moment or later.
    long asked = System.nanoTime();
    long generation =
        jdbi.withHandle(
            handle ->
                handle
                    .createQuery("SELECT generation FROM cache_generation")
                    .mapTo(Long.class)
                    .one());
    held = new Held(generation, asked);
    return generation;
  }

  /** Makes every entry there is worthless, for every replica, before it returns. */
  void begin() {
    jdbi.useHandle(
        handle -> handle.execute("UPDATE cache_generation SET generation = generation + 1"));
    renew();
    try {
      Thread.sleep(LENGTH.plus(MARGIN).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(RENEWAL.toMillis());
        try {
          renew();
        } catch (JdbiException e) {
          // Without the database there is no permission: it runs out by itself.
          LOG.debug("the lease was not renewed", e);
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("{} ends", thread.getName());
    }
  }
}
