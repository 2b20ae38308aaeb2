package pet.platform.limit;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import io.dropwizard.util.Duration;
import java.net.ServerSocket;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import pet.messaging.RedisSettings;
import pet.platform.crypto.Encryption;
import pet.platform.crypto.EncryptionSettings;
import redis.clients.jedis.RedisClient;

/** Many clients, and a Redis that takes connections and never answers. */
class ClientLimitsTest {

  private static final LimitSettings FEW = new LimitSettings(4, Duration.hours(1));
  private static final int MOST = 20_000;

  private final MetricRegistry metrics = new MetricRegistry();

  @Test
  void neitherManyClientsNorAHangingRedisMakeItSlowOrLarge() throws Exception {
    try (ServerSocket hangs = new ServerSocket(0);
        RedisClient redis =
            new RedisSettings(URI.create("redis://localhost:" + hangs.getLocalPort()), 5_000)
                .client()) {
      ClientLimits limits = limits(redis);
      limits.start();
      ClientLimit reads = limits.of(Cost.READS);
      long start = System.nanoTime();
      for (int i = 0; i < 10 * MOST; i++) {
        assertThat(reads.take("client " + i)).isZero();
      }

      assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start)).isLessThan(5);
      assertThat((Long) metrics.getGauges().get("pet.limit.known.client.reads").getValue())
          .isLessThanOrEqualTo(MOST + 1_000L);
      limits.stop();
    }
  }

  @Test
  void whoAsksTooOftenIsToldWhenToComeBack() throws Exception {
    try (ServerSocket hangs = new ServerSocket(0);
        RedisClient redis =
            RedisSettings.at("redis://localhost:" + hangs.getLocalPort()).client()) {
      ClientLimits limits = limits(redis);
      ClientLimit reads = limits.of(Cost.READS);
      for (int i = 0; i < 4; i++) {
        assertThat(reads.take("me")).isZero();
      }

      assertThat(reads.take("me"))
          .isBetween(TimeUnit.MINUTES.toNanos(14), TimeUnit.MINUTES.toNanos(15));
      assertThat(reads.take("you")).isZero();
      assertThat(limits.of(Cost.WRITES).take("me")).isZero();
      assertThat(metrics.meter("pet.limit.refused.client.reads").getCount()).isEqualTo(1);
    }
  }

  @Test
  void developmentComesFromOneAddress() {
    ClientSettings settings = new ClientSettings(FEW, FEW, FEW, FEW, FEW, null);
    ClientSettings more = new ClientSettings(FEW, FEW, FEW, FEW, FEW, 1_000_000_000);

    assertThat(settings.of(Cost.READS, false).times()).isEqualTo(4);
    assertThat(settings.of(Cost.READS, true).times()).isEqualTo(400);
    assertThat(more.of(Cost.READS, true).times()).isEqualTo(1_000_000_000);
  }

  private ClientLimits limits(RedisClient redis) {
    return new RateLimits(redis, new Encryption(new EncryptionSettings(null)), metrics)
        .clients(new ClientSettings(FEW, FEW, FEW, FEW, FEW, 1), false);
  }
}
