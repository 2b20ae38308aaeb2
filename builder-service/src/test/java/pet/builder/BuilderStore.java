package pet.builder;

import com.codahale.metrics.MetricRegistry;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import pet.messaging.Json;
import pet.platform.database.ModuleDatabase;
import pet.testing.Servers;
import redis.clients.jedis.RedisClient;

/** The builder's schema in a database of its own, and Redis, without a process around them. */
public record BuilderStore(Jdbi jdbi, RedisClient redis) implements AutoCloseable {

  /** Migrates an empty database. */
  public static BuilderStore on(Servers servers) throws Exception {
    ModuleDatabase database =
        new ModuleDatabase(servers.newDatabase(), BuilderModule.SCHEMA, new MetricRegistry());
    database.migrate(BuilderModule.CHANGELOG);
    return new BuilderStore(database.jdbi(Json.strict()), RedisClient.create(servers.redisUri()));
  }

  /** Forgets all designs and what hangs on them; presets stay. */
  public void clear() {
    jdbi.useHandle(
        handle ->
            handle.execute(
                "TRUNCATE share, share_view, share_request, design_views, design_change, design_revision, design, outbox,"
                    + " idempotency"));
  }

  /** What waits to be told: type and subject, in order. */
  public List<String> outbox() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT type || ' ' || aggregate_id FROM outbox ORDER BY id")
                .mapTo(String.class)
                .list());
  }

  /** Rows of a table. */
  public int count(String table) {
    return jdbi.withHandle(
        handle -> handle.createQuery("SELECT count(*) FROM " + table).mapTo(Integer.class).one());
  }

  @Override
  public void close() {
    redis.close();
  }
}
