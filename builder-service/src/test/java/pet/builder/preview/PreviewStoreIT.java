package pet.builder.preview;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import pet.testing.Servers;
import pet.testing.ServersExtension;
import redis.clients.jedis.RedisClient;

@ExtendWith(ServersExtension.class)
class PreviewStoreIT {

  private static final int ENTRY = 10_000;

  private RedisClient redis;
  private PreviewStore store;
  private PreviewStore replica;

  @BeforeEach
  void connect(Servers servers) {
    redis = RedisClient.create(servers.redisUri());
    redis.keys("pet:builder:{preview}:*").forEach(redis::del);
    store = store(Duration.ofMinutes(5));
    replica = store(Duration.ofMinutes(5));
  }

  private PreviewStore store(Duration keepFor) {
    return new PreviewStore(redis, keepFor, 10 * ENTRY, new MetricRegistry());
  }

  @AfterEach
  void close() {
    redis.close();
  }

  private static Picture picture(Object name) {
    return new Picture("test" + name, PreviewFormat.PNG, 800);
  }

  @Test
  void whatOneKeepsTheOtherFindsForATime() {
    byte[] bytes = {-1, 0, 13, 10, 127};
    store.keep(picture(1), bytes);

    assertThat(replica.find(picture(1))).contains(bytes);
    assertThat(replica.find(picture(2))).isEmpty();
    assertThat(replica.find(new Picture("test1", PreviewFormat.WEBP, 800))).isEmpty();
    List<Long> lives =
        redis.keys("pet:builder:{preview}:*test1*").stream().map(redis::ttl).toList();
    assertThat(lives).hasSize(1).allSatisfy(life -> assertThat(life).isBetween(1L, 300L));
  }

  @Test
  void strangersCannotFillIt() {
    for (int i = 0; i < 50; i++) {
      // Twice, as two replicas that both drew it would.
      store.keep(picture(i), new byte[ENTRY]);
      replica.keep(picture(i), new byte[ENTRY]);
    }

    List<Integer> left =
        IntStream.range(0, 50).filter(i -> store.find(picture(i)).isPresent()).boxed().toList();
    assertThat(left).as("the newest").isEqualTo(IntStream.range(40, 50).boxed().toList());
    assertThat(redis.keys("pet:builder:{preview}:*test*")).hasSize(10);
    assertThat(redis.zcard("pet:builder:{preview}:1:oldest")).isEqualTo(10);
  }

  @Test
  void oneReplicaDrawsUntilItLetsGo() {
    Picture picture = picture(UUID.randomUUID());

    assertThat(store.lease(picture)).isTrue();
    assertThat(replica.lease(picture)).isFalse();
    replica.release(picture);
    assertThat(replica.lease(picture)).as("not its own to release").isFalse();
    store.release(picture);
    assertThat(replica.lease(picture)).isTrue();
  }
}
