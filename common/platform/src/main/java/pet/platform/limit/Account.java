package pet.platform.limit;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisException;

/** The requests that one client has left, as far as this process knows. */
final class Account {

  private static final Logger LOG = LoggerFactory.getLogger(Account.class);

  /** What is used here is told in such parts: others know of a client within one of them. */
  private static final int PARTS = 16;

  private final Bucket here;
  private final Supplier<Bucket> everywhere;
  private final Queue<Account> toTell;
  private final int part;
  private final AtomicInteger untold = new AtomicInteger();
  private final AtomicBoolean waiting = new AtomicBoolean();

  Account(BucketConfiguration configuration, Supplier<Bucket> everywhere, Queue<Account> toTell) {
    this.here = Bucket.builder().addLimit(configuration.getBandwidths()[0]).build();
    this.everywhere = everywhere;
    this.toTell = toTell;
    part = (int) Math.max(1, configuration.getBandwidths()[0].getCapacity() / PARTS);
  }

  long take() {
    if (!here.tryConsume(1)) {
      return Math.max(1, here.estimateAbilityToConsume(1).getNanosToWaitForRefill());
    }
    if (untold.incrementAndGet() >= part && waiting.compareAndSet(false, true)) {
      if (!toTell.offer(this)) {
        waiting.set(false);
      }
    }
    return 0;
  }

  /**
   * Reports the use to Redis, and learns the use in other replicas; false if Redis does not answer.
   */
  boolean tell() {
    waiting.set(false);
    int used = untold.getAndSet(0);
    try {
      long left =
          everywhere
              .get()
              .asVerbose()
              .consumeIgnoringRateLimits(used)
              .getDiagnostics()
              .getAvailableTokens();
      // What was used since is not known there yet. Read first: what is used between the two would
      // else be taken for another's, and be taken away once more.
      int since = untold.get();
      long others = here.getAvailableTokens() + since - left;
      if (others > 0) {
        here.consumeIgnoringRateLimits(others);
      }
      return true;
    } catch (JedisException e) {
      untold.addAndGet(used);
      LOG.debug("a limit is not shared now: {}", e.getClass().getSimpleName());
      return false;
    }
  }
}
