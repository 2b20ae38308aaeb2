package pet.builder.cache;

import com.codahale.metrics.Meter;
import com.codahale.metrics.MetricRegistry;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.dropwizard.lifecycle.Managed;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pet.platform.Coalescer;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.SetParams;

/**
 * What was read from the database, in Redis, for all replicas. Who has written something reads it
 * from then on, here and from every other replica, with Redis or without:
 *
 * <ul>
 *   <li>a writer puts a mark in the place of what it changes, before and after it commits; while
 *       the mark stands, the database is read and nothing is kept, so no reader can put back what
 *       it read before the commit;
 *   <li>a writer that cannot reach Redis begins a new generation, in the database: entries of the
 *       old one are not looked at any more (see {@link Lease}). Such a write takes half a second
 *       longer;
 *   <li>after a failure Redis is not asked for a second, so that an outage costs one timeout a
 *       second and not one a request.
 * </ul>
 *
 * Every entry expires.
 */
public final class EntityCache implements Managed {

  private static final Logger LOG = LoggerFactory.getLogger(EntityCache.class);

  // The number is the form of the values: another version of us that writes another form takes the
  // next one.
  private static final String PREFIX = "pet:builder:2:";

  private static final String MARK = "~";

  /** Longer than any transaction and any reader that began before it. */
  private static final Duration MARKED = Duration.ofSeconds(30);

  /** A reader that took longer keeps nothing: the mark of a write meanwhile may have gone. */
  private static final Duration SLOW = Duration.ofSeconds(10);

  /** So many keys are asked for in one question to Redis. */
  private static final int MOST = 100;

  /** How many texts are kept as what they mean. */
  private static final int PARSED = 1_000;

  private final Lease lease;
  private final RedisClient redis;
  private final ObjectMapper json;
  private final Duration keepFor;
  private final Coalescer<String, Answer> answers = new Coalescer<>(this::get, MOST);
  private final Cache<String, Parsed> parsed = Caffeine.newBuilder().maximumSize(PARSED).build();
  private final CircuitBreaker breaker = new CircuitBreaker(Duration.ofSeconds(1));
  private final Meter hits;
  private final Meter misses;
  private final Meter failures;

  /**
   * Makes one; it is used from {@link #start} on.
   *
   * @param keepFor how long what was read stays
   */
  public EntityCache(
      Jdbi jdbi, RedisClient redis, ObjectMapper json, Duration keepFor, MetricRegistry metrics) {
    this.lease = new Lease(jdbi);
    this.redis = redis;
    this.json = json;
    this.keepFor = keepFor;
    hits = metrics.meter("builder.cache.hits");
    misses = metrics.meter("builder.cache.misses");
    failures = metrics.meter("builder.cache.failures");
  }

  @Override
  public void start() {
    lease.start();
  }

  @Override
  public void stop() throws InterruptedException {
    lease.stop();
  }

  /**
   * What is kept under the key, or else what the source has, which is then kept. Redis is asked
   * each time, for all that read at the same time in one question; as long as the answer is the
   * same, so is the object, which nobody may change.
   *
   * @param source reads what is committed
   */
  public <V> Optional<V> read(String key, Class<V> type, Supplier<Optional<V>> source) {
    OptionalLong generation = lease.generation();
    if (generation.isEmpty() || !breaker.mayTry()) {
      misses.mark();
      return source.get();
    }
    String place = place(generation.getAsLong(), key);
    Answer answer = answers.ask(place);
    Optional<V> kept = answer.text().flatMap(text -> parse(place, text, type));
    if (kept.isPresent()) {
      hits.mark();
      return kept;
    }
    misses.mark();
    long before = System.nanoTime();
    Optional<V> read = source.get();
    if (answer.isFree() && System.nanoTime() - before < SLOW.toNanos()) {
      read.ifPresent(value -> keep(place, value));
    }
    return read;
  }

  private void keep(String place, Object value) {
    String text = write(value);
    // Only into an empty place: a mark, and what another reader kept, stays.
    SetParams params = SetParams.setParams().nx().ex(keepFor.toSeconds());
    ask(client -> Optional.ofNullable(client.set(place, text, params)));
  }

  /**
   * Changes what may be kept under the keys. When this returns, nobody reads what was before.
   *
   * @param write changes it, in a transaction that is committed when it returns
   */
  public <R> R change(Collection<String> keys, Supplier<R> write) {
    if (keys.isEmpty()) {
      return write.get();
    }
    // For the case that we die between the commit and the mark behind it.
    OptionalLong generation = lease.generation();
    if (generation.isPresent()) {
      mark(generation.getAsLong(), keys);
    }
    R result = write.get();
    if (!mark(lease.renew(), keys)) {
      lease.begin();
    }
    return result;
  }

  private boolean mark(long generation, Collection<String> keys) {
    SetParams params = SetParams.setParams().ex(MARKED.toSeconds());
    for (String key : keys) {
      String place = place(generation, key);
      if (!breaker.mayTry() || ask(client -> client.set(place, MARK, params)).isEmpty()) {
        return false;
      }
    }
    return true;
  }

  private static String place(long generation, String key) {
    return PREFIX + generation + ":" + key;
  }

  /** What a text was read as: good for the same text, whenever it is read. */
  private record Parsed(String text, Object value) {}

  /**
   * What Redis says.
   *
   * @param reached false if it says nothing
   */
  private record Answer(boolean reached, Optional<String> text) {

    static final Answer NONE = new Answer(false, Optional.empty());

    boolean isFree() {
      return reached && text.isEmpty();
    }
  }

  private Map<String, Answer> get(Set<String> places) {
    List<String> asked = List.copyOf(places);
    Optional<List<String>> texts = ask(client -> client.mget(asked.toArray(String[]::new)));
    Map<String, Answer> found = new HashMap<>();
    for (int i = 0; i < asked.size(); i++) {
      int at = i;
      found.put(
          asked.get(i),
          texts.map(all -> new Answer(true, Optional.ofNullable(all.get(at)))).orElse(Answer.NONE));
    }
    return found;
  }

  /** What Redis says; empty if it says nothing. */
  private <T> Optional<T> ask(Function<RedisClient, T> question) {
    try {
      T answer = question.apply(redis);
      if (breaker.worked()) {
        LOG.info("Redis answers again: the cache is used");
      }
      return Optional.of(answer);
    } catch (JedisException e) {
      failures.mark();
      if (breaker.failed()) {
        LOG.warn("Redis does not answer, the database is read instead: {}", e.toString());
      }
      return Optional.empty();
    }
  }

  private <V> Optional<V> parse(String place, String text, Class<V> type) {
    if (text.equals(MARK)) {
      return Optional.empty();
    }
    Parsed before = parsed.getIfPresent(place);
    if (before != null && before.text().equals(text)) {
      return Optional.of(type.cast(before.value()));
    }
    try {
      V value = json.readValue(text, type);
      parsed.put(place, new Parsed(text, value));
      return Optional.of(value);
    } catch (JsonProcessingException e) {
      // Whatever it is, it is not worth an error: the database has the truth.
      LOG.warn("an unreadable entry in the cache was passed over");
      return Optional.empty();
    }
  }

  private String write(Object value) {
    try {
      return json.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
