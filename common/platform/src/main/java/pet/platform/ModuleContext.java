package pet.platform;

import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.health.HealthCheck;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dropwizard.lifecycle.Managed;
import io.dropwizard.servlets.tasks.Task;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;
import pet.domain.ModuleName;
import pet.messaging.KafkaSettings;
import pet.messaging.OutboxEventBus;
import pet.messaging.Relay;
import pet.platform.crypto.Encryption;
import pet.platform.crypto.KeyRotation;
import pet.platform.crypto.SealedColumns;
import pet.platform.database.DatabaseSettings;
import pet.platform.database.ModuleDatabase;
import pet.platform.http.BodyRule;
import pet.platform.idempotency.Idempotency;
import pet.platform.limit.RateLimits;
import redis.clients.jedis.RedisClient;

/** What a process offers to one of its modules while it is being installed. */
public final class ModuleContext {

  private static final Duration ROTATION = Duration.ofSeconds(1);

  private final ModuleName module;
  private final Set<ModuleName> needs;
  private final ProcessHost host;

  ModuleContext(Module module, ProcessHost host) {
    this.module = module.name();
    this.needs = module.needs();
    this.host = host;
  }

  /**
   * The module's own section of the YAML. An absent section reads as an empty one.
   *
   * @param type as {@link Module#settings} says
   */
  public <T> T settings(Class<T> type) {
    return type.cast(host.settings(module));
  }

  public Stage stage() {
    return host.configuration().stage();
  }

  /**
   * The module's own schema, brought up to date, with a pool, a health check that readiness needs,
   * and the relay of its outbox. Call it once.
   *
   * @param schema the schema's name
   * @param changelog a Liquibase changelog on the classpath; it includes {@code
   *     pet/messaging/outbox.sql}
   */
  public Store store(String schema, String changelog) throws Exception {
    DatabaseSettings settings = host.configuration().database(module);
    if (!stage().isDevelopment()) {
      settings.refuseWeakPassword("database.password, or databases." + module.key() + ".password,");
    }
    ModuleDatabase database = new ModuleDatabase(settings, schema, host.metrics());
    manage(database.dataSource());
    database.migrate(changelog);
    Jdbi jdbi = database.jdbi(host.json());
    needed("postgresql-" + schema, Health.postgres(jdbi));

    Relay relay = host.relay(module, jdbi);
    manage(Background.of(relay::start, relay::close));
    health("outbox-" + schema, Health.outbox(relay));
    return new Store(jdbi, new OutboxEventBus(relay::wake, host.live()));
  }

  /** Redis: cache and nudges. It may be away; every use must survive that. */
  public RedisClient redis() {
    return host.redis();
  }

  public KafkaSettings kafka() {
    return host.configuration().kafka();
  }

  /** JSON as requests and answers use it. */
  public ObjectMapper json() {
    return host.json();
  }

  public Encryption encryption() {
    return host.encryption();
  }

  /**
   * Brings what the module keeps encrypted under the key that writes, in the background, and tells
   * when an older one may go; its changelog includes {@code pet/platform/encryption.sql}.
   *
   * @param linksLast how long what is given out under a key, and not kept, is to be good
   * @throws IllegalStateException if it was written with another key of the same version
   */
  public void rotatesKeys(Store store, Duration linksLast, List<SealedColumns> sealed) {
    KeyRotation rotation =
        new KeyRotation(module.key(), store.jdbi(), encryption(), sealed, linksLast, metrics());
    rotation.begin();
    every(ROTATION, "bring what is kept under the newest key", rotation::run);
    health("encryption-" + module.key(), rotation.health());
  }

  public MetricRegistry metrics() {
    return host.metrics();
  }

  /** Adds public resources. */
  public void resource(Object resource) {
    host.environment().jersey().register(resource);
  }

  /**
   * Bodies that are sent there are of another kind than most.
   *
   * @param path a servlet's pattern, such as {@code /webhooks/*}
   */
  public void bodies(String path, BodyRule rule) {
    host.bodies().put(path, rule);
  }

  /** Offers the module's contract to its neighbours, in this process and in others. */
  public <T> void provide(Class<T> contract, T implementation) {
    host.provide(contract, implementation);
  }

  /**
   * A neighbour's contract, to be called once all modules are installed: it leads to the module's
   * own object where that runs here, else to another process. Either way a call fails with a {@link
   * pet.domain.DomainException} and nothing else: {@code UNAVAILABLE} where there is no answer.
   */
  public <T> T neighbour(ModuleName name, Class<T> contract) {
    if (!needs.contains(name)) {
      throw new IllegalStateException(
          "the "
              + module.key()
              + " module calls "
              + name.key()
              + ", which its needs() do not tell");
    }
    return host.neighbour(module, name, contract);
  }

  /** Starts and stops with the process; stops in the reverse order. */
  public void manage(Managed managed) {
    host.environment().lifecycle().manage(managed);
  }

  /**
   * Heavy work that no answer waits for: starts once the process answers, so that it does not take
   * the start's processors; stops as {@link #manage} says.
   */
  public void manageLater(Managed managed) {
    manage(Background.of(() -> {}, managed::stop));
    host.onceServing(managed::start);
  }

  /**
   * Does something now and then in the background, in turn with what else the process does so; a
   * failure is logged, and it is tried again the next time.
   */
  public void every(Duration pause, String what, Runnable work) {
    manage(host.schedule().every(pause, what, work));
  }

  /**
   * Idempotency-Key for the module's POSTs that create; its changelog includes {@code
   * pet/platform/idempotency.sql}.
   */
  public Idempotency idempotency(Store store) {
    Idempotency idempotency = new Idempotency(store.jdbi(), json(), Clock.systemUTC());
    every(Duration.ofMinutes(10), "forget expired Idempotency-Keys", idempotency::sweep);
    return idempotency;
  }

  /** Ends the module's streams of events, which would hold up the process's stop. May run twice. */
  public void endsStreams(Runnable end) {
    host.endsStreams(end);
  }

  /** Limits of how often somebody may do something, shared by all replicas. */
  public RateLimits limits() {
    return host.limits();
  }

  /** Something that operators may have done, by {@code POST /tasks/<name>} on the admin port. */
  public void task(Task task) {
    host.environment().admin().addTask(task);
  }

  /** A health check on the admin port. */
  public void health(String name, HealthCheck check) {
    host.environment().healthChecks().register(name, check);
  }

  /** A health check without which the process is not ready. */
  public void needed(String name, HealthCheck check) {
    health(name, check);
    host.needed(name, check);
  }
}
