package pet.platform;

import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.health.HealthCheck;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dropwizard.core.setup.Environment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pet.domain.ModuleName;
import pet.messaging.Json;
import pet.messaging.LiveEvents;
import pet.messaging.Relay;
import pet.messaging.Topics;
import pet.platform.crypto.Encryption;
import pet.platform.forward.Forwarding;
import pet.platform.http.BodyRules;
import pet.platform.http.Drain;
import pet.platform.http.FrontDoor;
import pet.platform.http.GatheredBodies;
import pet.platform.http.InMemoryBody;
import pet.platform.http.ProbeResource;
import pet.platform.http.ServerErrors;
import pet.platform.http.TrustedProxies;
import pet.platform.http.WebHeaders;
import pet.platform.limit.ClientLimits;
import pet.platform.limit.RateLimit.WhenAway;
import pet.platform.limit.RateLimits;
import pet.platform.login.LoginFilter;
import pet.platform.login.TokenAuthenticator;
import pet.platform.openapi.DocsResource;
import pet.platform.openapi.OpenApiResource;
import pet.platform.remote.Reachability;
import pet.platform.remote.RemoteModules;
import redis.clients.jedis.RedisClient;

/** What the modules of one process share, and where each of them is. */
final class ProcessHost {

  /** The meter of the requests on the application port. */
  static final String REQUESTS = "pet.http.requests";

  private static final Logger LOG = LoggerFactory.getLogger(ProcessHost.class);

  private final PetConfiguration configuration;
  private final Environment environment;
  private final StartCheck.Checked checked;
  private final ProcessIdentity identity;
  private final ObjectMapper json = Json.strict();
  private final Encryption encryption;
  private final RedisClient redis;
  private final LiveEvents live;
  private final KafkaPing kafka;
  private final Reachability reachability = new Reachability();
  private final RemoteModules remote;
  private final Forwarding forwarding;
  private final Drain drain;
  private final RateLimits limits;
  private final TokenAuthenticator logins;
  private final LocalModules local = new LocalModules();
  private final Schedule schedule = new Schedule();
  private final OutboxTask outboxes = new OutboxTask();
  private final Map<String, HealthCheck> needed = new LinkedHashMap<>();
  private final BodyRules bodies;
  private final List<Runnable> streams = new CopyOnWriteArrayList<>();

  ProcessHost(
      PetConfiguration configuration,
      StartCheck.Checked checked,
      Environment environment,
      ProcessIdentity identity) {
    this.checked = checked;
    this.identity = identity;
    this.configuration = configuration;
    this.environment = environment;
    encryption = new Encryption(configuration.encryption());
    redis = configuration.redis().client();
    live = new LiveEvents(configuration.redis(), environment.metrics());
    kafka = new KafkaPing(configuration.kafka());
    // A remote answer may be from a newer version of a neighbour: what we do not know is passed
    // over.
    remote =
        new RemoteModules(
            identity.name(),
            configuration.remote(),
            Json.tolerant(),
            environment.metrics(),
            reachability);
    drain = new Drain(configuration.drain());
    bodies = new BodyRules(configuration.web());
    GatheredBodies gathered =
        new GatheredBodies(bodies, configuration.web(), environment.metrics());
    forwarding =
        new Forwarding(
            configuration.forwarding(), identity.instance(), reachability, json, gathered);
    limits = new RateLimits(redis, encryption, environment.metrics());
    ClientLimits clients =
        limits.clients(configuration.limits(), configuration.stage().isDevelopment());
    logins = new TokenAuthenticator(configuration.login(), configuration.stage());
    WebHeaders web = new WebHeaders(configuration.web());
    environment.getApplicationContext().setErrorHandler(new ServerErrors(json, web));
    environment.getApplicationContext().insertHandler(new InMemoryBody.Writer());
    var lifecycle = environment.lifecycle();
    lifecycle.addEventListener(
        new FrontDoor(
            new TrustedProxies(configuration.forwarding().trustedProxies()),
            environment.metrics().meter(REQUESTS),
            json,
            drain,
            forwarding,
            this::endStreams,
            clients,
            logins::known,
            web,
            gathered));
    lifecycle.manage(Background.closing(redis));
    lifecycle.manage(Background.of(clients::start, clients::stop));
    lifecycle.manage(Background.of(live::start, live::close));
    lifecycle.manage(Background.closing(kafka));
    lifecycle.manage(Background.closing(remote));
    lifecycle.manage(schedule);
    environment.admin().addTask(outboxes);
    environment.healthChecks().register("redis", Health.redis(redis));
    environment.healthChecks().register("kafka", kafka);
  }

  /** Ends answers of ours that would not end by themselves, when the process is to stop. */
  void endsStreams(Runnable end) {
    streams.add(end);
  }

  /** What bodies may be like, by the path that they are sent to. */
  BodyRules bodies() {
    return bodies;
  }

  /** Takes a step once the process answers. */
  void onceServing(Background.Step step) {
    environment
        .lifecycle()
        .addServerLifecycleListener(
            server -> {
              try {
                step.run();
              } catch (Exception e) {
                throw new IllegalStateException("what follows the start failed", e);
              }
            });
  }

  private void endStreams() {
    forwarding.endStreams();
    streams.forEach(Runnable::run);
  }

  /** Installs what runs here, and forwards to what runs elsewhere. */
  void install(List<Module> modules) throws Exception {
    for (ModuleName name : ModuleName.values()) {
      if (placement(name).kind() == Placement.Kind.REMOTE) {
        forwarding.forward(name, placement(name).urls());
      }
    }
    for (Module module : modules) {
      if (placement(module.name()).isLocal()) {
        module.install(new ModuleContext(module, this));
      }
    }
    local.check();
    LOG.info("modules: {}", placements());
    environment.jersey().register(new ProbeResource(needed, drain));
    environment.jersey().register(new OpenApiResource(answered(modules), json));
    environment.jersey().register(new DocsResource());
  }

  /**
   * Of the modules that are this program's business, those whose paths lead somewhere from here.
   */
  private List<ModuleName> answered(List<Module> modules) {
    return modules.stream()
        .map(Module::name)
        .filter(name -> placement(name).kind() != Placement.Kind.OFF)
        .toList();
  }

  private Map<String, Placement> placements() {
    Map<String, Placement> placements = new LinkedHashMap<>();
    for (ModuleName name : ModuleName.values()) {
      placements.put(name.key(), placement(name));
    }
    return placements;
  }

  <T> void provide(Class<T> contract, T implementation) {
    local.provide(contract, implementation);
    environment.jersey().register(implementation);
  }

  <T> T neighbour(ModuleName asking, ModuleName name, Class<T> contract) {
    Placement placement = placement(name);
    return switch (placement.kind()) {
      case OFF -> throw new IllegalStateException(name.key() + " is off");
      case REMOTE -> remote.proxy(name, placement.urls(), contract);
      case LOCAL -> local.find(asking, name, contract);
    };
  }

  void needed(String name, HealthCheck check) {
    needed.put(name, check);
  }

  Relay relay(ModuleName module, Jdbi jdbi) {
    Relay relay =
        new Relay(
            module.key(), Topics.ofModule(module), jdbi, configuration.kafka(), live, metrics());
    outboxes.add(module, relay);
    return relay;
  }

  /** Where a module runs; one that is not mentioned is off. */
  Placement placement(ModuleName module) {
    return checked.map().getOrDefault(module, Placement.OFF);
  }

  /** The settings of a module that runs here. */
  Object settings(ModuleName module) {
    return checked.sections().get(module);
  }

  PetConfiguration configuration() {
    return configuration;
  }

  Environment environment() {
    return environment;
  }

  ObjectMapper json() {
    return json;
  }

  ProcessIdentity identity() {
    return identity;
  }

  Reachability reachability() {
    return reachability;
  }

  MetricRegistry metrics() {
    return environment.metrics();
  }

  Encryption encryption() {
    return encryption;
  }

  RateLimits limits() {
    return limits;
  }

  /** Says who asks. */
  LoginFilter logins() {
    return new LoginFilter(
        logins,
        limits.limit("logins.bad", configuration.limits().badLogins(), WhenAway.COUNT_HERE));
  }

  RedisClient redis() {
    return redis;
  }

  Schedule schedule() {
    return schedule;
  }

  LiveEvents live() {
    return live;
  }
}
