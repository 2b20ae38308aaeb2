package pet.platform;

import com.codahale.metrics.health.HealthCheck;
import java.time.Duration;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import pet.messaging.Relay;
import pet.platform.database.DatabaseTrouble;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;

/** Health checks that tell the truth about each dependency. */
final class Health {

  private static final Duration LATE = Duration.ofSeconds(30);

  private Health() {}

  static HealthCheck postgres(Jdbi jdbi) {
    return new HealthCheck() {
      @Override
      protected Result check() {
        try {
          jdbi.useHandle(handle -> handle.execute("/* health */ SELECT 1"));
          return Result.healthy();
        } catch (JdbiException e) {
          return Result.unhealthy("does not answer: " + DatabaseTrouble.summary(e));
        }
      }
    };
  }

  static HealthCheck redis(RedisClient redis) {
    return new HealthCheck() {
      @Override
      protected Result check() {
        try {
          redis.ping();
          return Result.healthy();
        } catch (JedisException e) {
          return Result.unhealthy("does not answer; the store works, slower");
        }
      }
    };
  }

  /** Unhealthy when events wait for long, or an aggregate is parked and needs a person. */
  static HealthCheck outbox(Relay relay) {
    return new HealthCheck() {
      @Override
      protected Result check() {
        Relay.Pending pending;
        try {
          pending = relay.pending();
        } catch (JdbiException e) {
          return Result.unhealthy("does not answer: " + DatabaseTrouble.summary(e));
        }
        if (pending.parked() > 0) {
          return Result.unhealthy("%d events are parked", pending.parked());
        }
        if (pending.oldest().compareTo(LATE) > 0) {
          return Result.unhealthy(
              "%d events wait, the oldest for %d s", pending.count(), pending.oldest().toSeconds());
        }
        return Result.healthy("%d events wait", pending.count());
      }
    };
  }
}
