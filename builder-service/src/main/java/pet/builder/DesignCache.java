package pet.builder;

import com.codahale.metrics.Meter;
import com.codahale.metrics.MetricRegistry;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pet.domain.builder.DesignId;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.SetParams;

/**
 * Designs that were read, in Redis. Without Redis nothing is found and nothing is kept: the
 * database is read, and after a failure Redis is not asked for a second, so that an outage costs
 * one timeout a second and not one a request.
 */
final class DesignCache {

  private static final Logger LOG = LoggerFactory.getLogger(DesignCache.class);

  // The number is the form of the value: another version of us that writes another form takes the
  // next one.
  private static final String DESIGN = "pet:builder:design:1:";
  private static final String SHARE = "pet:builder:share:1:";

  private final RedisClient redis;
  private final ObjectMapper json;
  private final long seconds;
  private final Pause pause = new Pause(Duration.ofSeconds(1), System::nanoTime);
  private final Meter hits;
  private final Meter misses;
  private final Meter failures;

  DesignCache(RedisClient redis, ObjectMapper json, Duration keepFor, MetricRegistry metrics) {
    this.redis = redis;
    this.json = json;
    this.seconds = keepFor.toSeconds();
    hits = metrics.meter("builder.cache.hits");
    misses = metrics.meter("builder.cache.misses");
    failures = metrics.meter("builder.cache.failures");
  }

  Optional<DesignRow> design(DesignId id) {
    Optional<DesignRow> found = ask(client -> client.get(DESIGN + id)).flatMap(this::read);
    (found.isPresent() ? hits : misses).mark();
    return found;
  }

  void keep(DesignRow design) {
    String text = write(design);
    ask(client -> client.set(DESIGN + design.id(), text, expiring()));
  }

  /** The design that a link leads to. */
  Optional<DesignId> shared(ShareToken token) {
    return ask(client -> client.get(SHARE + token.value())).flatMap(DesignId::parse);
  }

  void keep(ShareToken token, DesignId id) {
    ask(client -> client.set(SHARE + token.value(), id.toString(), expiring()));
  }

  /** What is not there any more. */
  void forget(List<UUID> designs, List<String> shares) {
    String[] keys =
        Stream.concat(
                designs.stream().map(id -> DESIGN + id),
                shares.stream().map(token -> SHARE + token))
            .toArray(String[]::new);
    if (keys.length > 0) {
      ask(client -> Long.toString(client.del(keys)));
    }
  }

  private SetParams expiring() {
    return SetParams.setParams().ex(seconds);
  }

  private Optional<String> ask(Function<RedisClient, String> question) {
    if (!pause.mayTry()) {
      return Optional.empty();
    }
    try {
      Optional<String> answer = Optional.ofNullable(question.apply(redis));
      if (pause.worked()) {
        LOG.info("Redis answers again: designs are cached");
      }
      return answer;
    } catch (JedisException e) {
      failures.mark();
      if (pause.failed()) {
        LOG.warn("Redis does not answer, designs are read from the database: {}", e.toString());
      }
      return Optional.empty();
    }
  }

  private Optional<DesignRow> read(String text) {
    try {
      return Optional.of(json.readValue(text, DesignRow.class));
    } catch (JsonProcessingException e) {
      // Whatever it is, it is not worth an error: the database has the truth, and overwrites it.
      LOG.warn("an unreadable design in the cache was passed over");
      return Optional.empty();
    }
  }

  private String write(DesignRow design) {
    try {
      return json.writeValueAsString(design);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
