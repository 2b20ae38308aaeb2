package pet.platform.limit;

import com.codahale.metrics.Meter;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.EstimationProbe;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisException;

/**
 * A limit on how often somebody may do one thing, counted in Redis for all replicas. {@link
 * WhenAway} says what happens while Redis does not answer.
 */
public final class RateLimit {

  /** What happens while Redis does not answer. */
  public enum WhenAway {
    /** Everything is allowed: for what customers do. */
    LET_THROUGH,
    /** Each process counts for itself and allows a quarter: for what could be guessed. */
    COUNT_HERE
  }

  /** Where all replicas count. */
  interface Shared {
    /** Somebody's bucket, which is made when it is first used. */
    Bucket bucket(String who);

    /** By which somebody's bucket is known. */
    ByteBuffer key(String who);

    /** Whether somebody has a bucket. */
    boolean isCounted(String who);
  }

  private static final Logger LOG = LoggerFactory.getLogger(RateLimit.class);
  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int MOST_HERE = 50_000;

  /** Who asks again and again is hashed once. */
  private static final int MOST_KEYS = 5_000;

  private final Shared shared;
  private final WhenAway whenAway;
  private final Meter refused;
  private final Cache<String, Bucket> here;
  private final Function<String, Bucket> newHere;
  private final LoadingCache<String, ByteBuffer> keys;
  private volatile long nextTry = System.nanoTime();

  RateLimit(Shared shared, LimitSettings settings, WhenAway whenAway, Meter refused) {
    this.shared = shared;
    this.whenAway = whenAway;
    this.refused = refused;
    LimitSettings fewer = new LimitSettings(Math.max(1, settings.times() / 4), settings.per());
    Bandwidth quarter = RateLimits.configuration(fewer).getBandwidths()[0];
    here =
        Caffeine.newBuilder()
            .maximumSize(MOST_HERE)
            .expireAfterAccess(settings.per().toJavaDuration())
            .build();
    newHere = who -> Bucket.builder().addLimit(quarter).build();
    keys =
        Caffeine.newBuilder()
            .maximumSize(MOST_KEYS)
            .expireAfterAccess(settings.per().toJavaDuration())
            .build(shared::key);
  }

  /** What is looked up in Redis to know whether somebody was counted. */
  ByteBuffer key(String who) {
    return keys.get(who);
  }

  /**
   * Checks that somebody has not done it too often; counts nothing.
   *
   * @throws TooManyRequests who has
   */
  public void check(String who) {
    check(who, () -> shared.isCounted(who));
  }

  /**
   * The same for who knows how to ask.
   *
   * @param isCounted whether there is a bucket: one that is only looked at would be made, and all
   *     that look at once would contend for it
   * @throws TooManyRequests who has
   */
  void check(String who, BooleanSupplier isCounted) {
    EstimationProbe probe =
        ask(
            who,
            () -> isCounted.getAsBoolean() ? shared.bucket(who).estimateAbilityToConsume(1) : null,
            bucket -> bucket.estimateAbilityToConsume(1));
    if (probe != null && !probe.canBeConsumed()) {
      refuse(probe.getNanosToWaitForRefill());
    }
  }

  /** Counts one more, even over the limit: somebody who goes on has to wait longer. */
  public void count(String who) {
    ask(
        who,
        bucket -> {
          bucket.consumeIgnoringRateLimits(1);
          return null;
        });
  }

  /**
   * Counts one more, if the limit allows it.
   *
   * @throws TooManyRequests who has done it too often
   */
  public void take(String who) {
    var probe = ask(who, bucket -> bucket.tryConsumeAndReturnRemaining(1));
    if (probe != null && !probe.isConsumed()) {
      refuse(probe.getNanosToWaitForRefill());
    }
  }

  /** Whether Redis is asked now; after a failure it is left alone for a while. */
  boolean mayAsk() {
    return System.nanoTime() - nextTry >= 0;
  }

  /** Not asked again by every request: a server that hangs would hold up all of them. */
  void pause(JedisException failure) {
    nextTry = System.nanoTime() + PAUSE_NANOS;
    LOG.debug("a limit is not shared now: {}", failure.getClass().getSimpleName());
  }

  private void refuse(long nanos) {
    refused.mark();
    throw new TooManyRequests(Duration.ofNanos(nanos));
  }

  private <T> T ask(String who, Function<Bucket, T> question) {
    return ask(who, () -> question.apply(shared.bucket(who)), question);
  }

  /** Null where nobody is held up. */
  private <T> T ask(String who, Supplier<T> together, Function<Bucket, T> question) {
    if (mayAsk()) {
      try {
        return together.get();
      } catch (JedisException e) {
        pause(e);
      }
    }
    return whenAway == WhenAway.LET_THROUGH ? null : question.apply(here.get(who, newHere));
  }
}
