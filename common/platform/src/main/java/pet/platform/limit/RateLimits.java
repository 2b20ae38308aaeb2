package pet.platform.limit;

import com.codahale.metrics.MetricRegistry;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.ClientSideConfig;
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
        name,
        settings,
        whenAway,
        shared,
        who ->
            Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(encryption.hash("limit." + name, who)),
        metrics.meter("pet.limit.refused." + name));
  }
}
