package pet.builder.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.codahale.metrics.MetricRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import pet.builder.BuilderStore;
import pet.messaging.Json;
import pet.messaging.RedisSettings;
import pet.testing.FreePorts;
import pet.testing.Servers;
import pet.testing.ServersExtension;
import redis.clients.jedis.RedisClient;

/** Two caches, as two replicas have them, over one truth. */
@ExtendWith(ServersExtension.class)
class EntityCacheIT {

  private static final List<String> KEYS = List.of("thing");

  private final AtomicReference<String> truth = new AtomicReference<>("first");
  private final AtomicInteger reads = new AtomicInteger();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private BuilderStore store;
  private EntityCache one;
  private EntityCache two;

  @BeforeEach
  void prepare(Servers servers) throws Exception {
    store = BuilderStore.on(servers);
    opened.add(store);
    store.redis().flushAll();
    one = cache(store.redis());
    two = cache(store.redis());
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : opened) {
      one.close();
    }
  }

  @Test
  void whatOneReplicaReadTheOtherNeedNotRead() {
    assertThat(read(one)).isEqualTo("first");
    untilKept();
    truth.set("behind the cache");
    assertThat(read(one)).isEqualTo("first");
    assertThat(store.redis().keys("pet:builder:*"))
        .allSatisfy(key -> assertThat(store.redis().ttl(key)).isBetween(1L, 600L));
  }

  @Test
  void whoWroteReadsItHereAndThere() {
    for (int i = 0; i < 50; i++) {
      String next = "write " + i;
      assertThat(read(two)).isEqualTo(truth.get());
      one.change(KEYS, () -> truth.getAndSet(next));
      assertThat(read(one)).isEqualTo(next);
      assertThat(read(two)).isEqualTo(next);
      two.change(KEYS, () -> truth.getAndSet(next + " again"));
      assertThat(read(one)).isEqualTo(next + " again");
    }
  }

  @Test
  void aSlowReaderDoesNotPutBackWhatItReadBeforeTheWrite() {
    Optional<String> slow =
        two.read(
            "thing",
            String.class,
            () -> {
              String old = truth.get();
              one.change(KEYS, () -> truth.getAndSet("second"));
              return Optional.of(old);
            });

    assertThat(slow).as("began before the write").contains("first");
    assertThat(read(one)).isEqualTo("second");
    assertThat(read(two)).isEqualTo("second");
  }

  @Test
  void whoReadsDuringAWriteKeepsNothing() {
    one.change(
        KEYS,
        () -> {
          assertThat(read(two)).as("not committed yet").isEqualTo("first");
          return truth.getAndSet("second");
        });

    assertThat(read(two)).isEqualTo("second");
    assertThat(read(one)).isEqualTo("second");
  }

  @Test
  void aWriterThatCannotReachRedisIsSeenByAReplicaThatCan() throws Exception {
    EntityCache cutOff = cache(nowhere());
    untilKept();

    cutOff.change(KEYS, () -> truth.getAndSet("second"));

    assertThat(read(two)).isEqualTo("second");
    assertThat(read(cutOff)).isEqualTo("second");
    untilKept();
  }

  @Test
  void aWriteThatFailsLeavesTheCacheRight() {
    assertThat(read(two)).isEqualTo("first");
    try {
      one.change(
          KEYS,
          () -> {
            throw new IllegalStateException("rolled back");
          });
    } catch (IllegalStateException e) {
      assertThat(read(two)).isEqualTo("first");
    }
    assertThat(read(one)).isEqualTo("first");
  }

  @Test
  void anUnreadableEntryIsPassedOver() {
    assertThat(read(one)).isEqualTo("first");
    for (String key : store.redis().keys("pet:builder:*")) {
      store.redis().set(key, "{\"of\":\"another version\"}");
    }

    assertThat(read(one)).isEqualTo("first");
  }

  @Test
  void whatIsNotThereIsNotKept() {
    assertThat(one.read("thing", String.class, Optional::empty)).isEmpty();
    assertThat(read(two)).isEqualTo("first");
  }

  /**
   * A machine with much to do may let the lease run out: then the truth is read, and read again.
   */
  private void untilKept() {
    await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () -> {
              int before = reads.get();
              assertThat(read(two)).isEqualTo(truth.get());
              return reads.get() == before;
            });
  }

  private String read(EntityCache cache) {
    return cache
        .read(
            "thing",
            String.class,
            () -> {
              reads.incrementAndGet();
              return Optional.of(truth.get());
            })
        .orElseThrow();
  }

  private EntityCache cache(RedisClient redis) {
    EntityCache cache =
        new EntityCache(
            store.jdbi(), redis, Json.strict(), Duration.ofMinutes(10), new MetricRegistry());
    cache.start();
    opened.add(cache::stop);
    return cache;
  }

  private RedisClient nowhere() {
    RedisClient redis = RedisSettings.at("redis://127.0.0.1:" + FreePorts.next()).client();
    opened.add(redis);
    return redis;
  }
}
