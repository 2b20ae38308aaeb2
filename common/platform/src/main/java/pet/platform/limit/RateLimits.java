package pet.platform.limit;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.Meter;
import com.codahale.metrics.MetricRegistry;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.ClientSideConfig;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import pet.platform.Coalescer;
import pet.platform.crypto.Encryption;
import pet.platform.limit.RateLimit.WhenAway;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;

/** Creates limits. */
public final class RateLimits {

  private static final int MOST_LOOKS = 100;

  private final RedisBuckets shared;
  private final Encryption encryption;
  private final MetricRegistry metrics;
  private final Coalescer<Set<ByteBuffer>, Set<ByteBuffer>> looks =
      new Coalescer<>(this::look, MOST_LOOKS);

  public RateLimits(RedisClient redis, Encryption encryption, MetricRegistry metrics) {
    this.shared =
        new RedisBuckets(
            redis,
            ClientSideConfig.getDefault()
                .withExpirationAfterWriteStrategy(
                    ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(
                        Duration.ofSeconds(10))));
    this.encryption = encryption;
    this.metrics = metrics;
  }

  /**
   * A limit.
   *
   * @param name such as {@code orders.lookup.client}: the same in every replica
   */
  public RateLimit limit(String name, LimitSettings settings, WhenAway whenAway) {
    BucketConfiguration configuration = configuration(settings);
    return new RateLimit(
        new RateLimit.Shared() {
          @Override
          public Bucket bucket(String who) {
            return RateLimits.this.bucket(name, settings, configuration, who);
          }

          @Override
          public ByteBuffer key(String who) {
            return ByteBuffer.wrap(RateLimits.this.key(name, settings, who));
          }

          @Override
          public boolean isCounted(String who) {
            ByteBuffer key = key(who);
            return looks.ask(Set.of(key)).contains(key);
          }
        },
        settings,
        whenAway,
        refused(name));
  }

  /** Something that is limited, and who does it. */
  public record Doing(RateLimit limit, String who) {}

  /**
   * Checks that none of these was done too often; counts nothing. One question to Redis serves all
   * of them, and all callers at the same time.
   *
   * @throws TooManyRequests who has
   */
  public void check(Doing... doings) {
    Counted counted = new Counted(doings);
    for (Doing doing : doings) {
      doing.limit().check(doing.who(), () -> counted.has(doing));
    }
  }

  /**
   * What of this was counted lately, and may be too often: all else goes on without a {@link
   * #check}. One question to Redis; while it does not answer, all of it.
   */
  public Set<Doing> suspects(Set<Doing> all) {
    if (!all.stream().map(Doing::limit).allMatch(RateLimit::mayAsk)) {
      return all;
    }
    try {
      Set<ByteBuffer> present =
          shared.present(all.stream().map(RateLimits::key).collect(Collectors.toSet()));
      return present.isEmpty()
          ? Set.of()
          : all.stream().filter(doing -> present.contains(key(doing))).collect(Collectors.toSet());
    } catch (JedisException e) {
      all.forEach(doing -> doing.limit().pause(e));
      return all;
    }
  }

  private static ByteBuffer key(Doing doing) {
    return doing.limit().key(doing.who());
  }

  /** Who of them was counted: asked when that is wanted first. */
  private final class Counted {
    private final Map<Doing, ByteBuffer> keys = new HashMap<>();
    private Set<ByteBuffer> present;
    private JedisException failure;

    Counted(Doing... doings) {
      for (Doing doing : doings) {
        keys.put(doing, doing.limit().key(doing.who()));
      }
    }

    boolean has(Doing doing) {
      if (failure != null) {
        throw failure;
      }
      if (present == null) {
        try {
          present = looks.ask(Set.copyOf(keys.values()));
        } catch (JedisException e) {
          failure = e;
          throw e;
        }
      }
      return present.contains(keys.get(doing));
    }
  }

  private Map<Set<ByteBuffer>, Set<ByteBuffer>> look(Set<Set<ByteBuffer>> all) {
    Set<ByteBuffer> present =
        shared.present(all.stream().flatMap(Set::stream).collect(Collectors.toSet()));
    return all.stream().collect(Collectors.toMap(Function.identity(), keys -> present));
  }

  /** Limits of how often one client may ask. */
  public ClientLimits clients(ClientSettings settings, boolean development) {
    return new ClientLimits(this, settings, development);
  }

  Meter refused(String name) {
    return metrics.meter("pet.limit.refused." + name);
  }

  /** For operators: how many are remembered here. */
  void known(String name, Gauge<Long> count) {
    metrics.gauge("pet.limit.known." + name, () -> count);
  }

  /**
   * Where all replicas count for somebody. Under changed settings it is another place, for a bucket
   * that is in use keeps those that it began with.
   */
  Bucket bucket(
      String name, LimitSettings settings, BucketConfiguration configuration, String who) {
    return shared.builder().build(key(name, settings, who), () -> configuration);
  }

  private byte[] key(String name, LimitSettings settings, String who) {
    // Who it is, an address or an order, is not for those who can read Redis.
    String pseudonym =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(encryption.hash("limit." + name, who));
    String key =
        String.join(
            ".",
            "pet.limit",
            name,
            Long.toString(settings.times()),
            Long.toString(settings.per().toSeconds()),
            pseudonym);
    return key.getBytes(StandardCharsets.UTF_8);
  }

  static BucketConfiguration configuration(LimitSettings settings) {
    return BucketConfiguration.builder()
        .addLimit(
            limit ->
                limit
                    .capacity(settings.times())
                    .refillGreedy(settings.times(), settings.per().toJavaDuration()))
        .build();
  }
}
