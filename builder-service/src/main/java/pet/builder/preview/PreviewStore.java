package pet.builder.preview;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.codahale.metrics.Meter;
import com.codahale.metrics.MetricRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pet.builder.cache.CircuitBreaker;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.params.SetParams;
import redis.clients.jedis.resps.ScanResult;
import redis.clients.jedis.resps.Tuple;

/**
 * Previews in Redis, for all replicas: for a time, and for so many bytes; the oldest make room for
 * new ones. Without Redis nothing is found, nothing is kept, and everybody may draw.
 */
final class PreviewStore {

  private static final Logger LOG = LoggerFactory.getLogger(PreviewStore.class);
  private static final Duration LEASE = Duration.ofSeconds(10);

  // The number is the form of what is kept.
  private static final String PREFIX = "pet:builder:{preview}:1:";
  private static final byte[] OLDEST = (PREFIX + "oldest").getBytes(UTF_8);
  private static final byte[] TOTAL = (PREFIX + "bytes").getBytes(UTF_8);

  /** An entry's name in the set by age ends with its length, so that its room is known later. */
  private static final byte[] KEEP =
      """
      redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2])
      local now = redis.call('TIME')
      local length = string.len(ARGV[1])
      if redis.call('ZADD', KEYS[2], now[1] * 1000000 + now[2], length .. ' ' .. KEYS[1]) == 1 then
        redis.call('INCRBY', KEYS[3], length)
      end
      while tonumber(redis.call('GET', KEYS[3]) or 0) > tonumber(ARGV[3]) do
        local old = redis.call('ZPOPMIN', KEYS[2])[1]
        if not old then
          redis.call('DEL', KEYS[3])
          break
        end
        local bytes, key = string.match(old, '^(%d+) (.*)$')
        redis.call('DEL', key)
        redis.call('DECRBY', KEYS[3], bytes)
      end
      return 1
      """
          .getBytes(UTF_8);

  private static final byte[] DROP =
      """
      redis.call('DEL', KEYS[1])
      if redis.call('ZREM', KEYS[2], ARGV[1]) == 1 then
        redis.call('DECRBY', KEYS[3], string.match(ARGV[1], '^(%d+) '))
      end
      return 1
      """
          .getBytes(UTF_8);

  private static final ScanParams MANY = new ScanParams().count(500);

  private static final String RELEASE =
      "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0";

  private final RedisClient redis;
  private final String me = UUID.randomUUID().toString();
  private final byte[] seconds;
  private final byte[] budget;
  private final Meter failures;
  private final CircuitBreaker breaker = new CircuitBreaker(Duration.ofSeconds(1));

  /**
   * @param keepFor how long a preview stays
   * @param budget how many bytes all of them may take
   */
  PreviewStore(RedisClient redis, Duration keepFor, long budget, MetricRegistry metrics) {
    this.redis = redis;
    this.seconds = Long.toString(keepFor.toSeconds()).getBytes(UTF_8);
    this.budget = Long.toString(budget).getBytes(UTF_8);
    failures = metrics.meter("builder.previews.store.failures");
  }

  Optional<byte[]> find(Picture picture) {
    return ask(client -> client.get(key(picture)));
  }

  void keep(Picture picture, byte[] bytes) {
    ask(
        client ->
            client.eval(
                KEEP, List.of(key(picture), OLDEST, TOTAL), List.of(bytes, seconds, budget)));
  }

  /**
   * Lets go of those that are, by their keys.
   *
   * @return whether it was done: not while Redis is away
   */
  boolean drop(Predicate<String> pictures) {
    return ask(client -> drop(client, pictures)).isPresent();
  }

  private static boolean drop(RedisClient client, Predicate<String> pictures) {
    String cursor = ScanParams.SCAN_POINTER_START;
    do {
      ScanResult<Tuple> some = client.zscan(OLDEST, cursor.getBytes(UTF_8), MANY);
      for (Tuple each : some.getResult()) {
        String entry = each.getElement();
        String key = entry.substring(entry.indexOf(' ') + 1);
        if (pictures.test(key.substring(PREFIX.length()))) {
          client.eval(
              DROP, List.of(key.getBytes(UTF_8), OLDEST, TOTAL), List.of(entry.getBytes(UTF_8)));
        }
      }
      cursor = some.getCursor();
    } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
    return true;
  }

  /** Whether it is on us to draw this now; also if nobody can tell. */
  boolean lease(Picture picture) {
    SetParams alone = SetParams.setParams().nx().px(LEASE.toMillis());
    return ask(client -> "OK".equals(client.set(lock(picture), me, alone))).orElse(true);
  }

  void release(Picture picture) {
    ask(client -> client.eval(RELEASE, List.of(lock(picture)), List.of(me)));
  }

  private static byte[] key(Picture picture) {
    return (PREFIX + picture.key()).getBytes(UTF_8);
  }

  private static String lock(Picture picture) {
    return PREFIX + "lease:" + picture.key();
  }

  private <T> Optional<T> ask(Function<RedisClient, T> question) {
    if (!breaker.mayTry()) {
      return Optional.empty();
    }
    try {
      T answer = question.apply(redis);
      breaker.worked();
      return Optional.ofNullable(answer);
    } catch (JedisException e) {
      breaker.failed();
      failures.mark();
      LOG.debug("Redis does not answer, previews are drawn again", e);
      return Optional.empty();
    }
  }
}
