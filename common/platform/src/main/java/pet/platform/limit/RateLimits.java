package pet.platform.limit;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.Meter;
import com.codahale.metrics.MetricRegistry;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.ClientSideConfig;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import pet.platform.crypto.Encryption;
import pet.platform.limit.RateLimit.WhenAway;
import redis.clients.jedis.RedisClient;

/** Makes limits. */
public final class RateLimits {

  private final RedisBuckets shared;
  private final Encryption encryption;
  private final MetricRegistry metrics;

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
    return new RateLimit(
        who -> bucket(name, settings, configuration(settings), who),
        settings,
        whenAway,
        refused(name));
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
    // Who it is, an address or an order, is not for those who can read Redis.
    String pseudonym =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(encryption.hash("limit." + name, who));
    String key =
        "pet.limit.%s.%d.%d.%s"
            .formatted(name, settings.times(), settings.per().toSeconds(), pseudonym);
    return shared.builder().build(key.getBytes(StandardCharsets.UTF_8), () -> configuration);
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
