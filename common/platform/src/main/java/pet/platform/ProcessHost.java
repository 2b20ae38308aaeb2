package pet.platform;

import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.health.HealthCheck;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dropwizard.core.setup.Environment;
import jakarta.servlet.DispatcherType;
import java.net.URI;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pet.domain.ModuleName;
import pet.messaging.Json;
import pet.messaging.LiveEvents;
import pet.messaging.Relay;
import pet.messaging.Topics;
import pet.platform.crypto.Encryption;
import pet.platform.http.Drain;
import pet.platform.http.ForwardingServlet;
import pet.platform.http.ProbeResource;
import pet.platform.remote.RemoteModules;
import redis.clients.jedis.RedisClient;

/** What the modules of one process share, and where each of them is. */
final class ProcessHost {

  private static final Logger LOG = LoggerFactory.getLogger(ProcessHost.class);

  private final PetConfiguration configuration;
  private final Environment environment;
  private final ObjectMapper json = Json.strict();
  private final Encryption encryption;
  private final RedisClient redis;
  private final LiveEvents live;
  private final KafkaPing kafka;
  private final RemoteModules remote;
  private final Map<Class<?>, Object> contracts = new HashMap<>();
  private final Map<String, HealthCheck> needed = new LinkedHashMap<>();

  ProcessHost(PetConfiguration configuration, Environment environment) {
    this.configuration = configuration;
    this.environment = environment;
    encryption = new Encryption(configuration.encryption());
    redis = configuration.redis().client();
    live = new LiveEvents(configuration.redis(), environment.metrics());
    kafka = new KafkaPing(configuration.kafka());
    // A remote answer may be from a newer version of a neighbour: what we do not know is passed
    // over.
    remote = new RemoteModules(configuration.remote(), Json.tolerant());
    var lifecycle = environment.lifecycle();
    lifecycle.manage(Background.closing(redis));
    lifecycle.manage(Background.of(live::start, live::close));
    lifecycle.manage(Background.closing(kafka));
    lifecycle.manage(Background.closing(remote));
    environment.healthChecks().register("redis", Health.redis(redis));
    environment.healthChecks().register("kafka", kafka);
  }

  /** Installs what runs here, and forwards to what runs elsewhere. */
  void install(List<Module> modules) throws Exception {
    Map<ModuleName, Module> known = new LinkedHashMap<>();
    modules.forEach(module -> known.put(module.name(), module));
    for (ModuleName name : ModuleName.values()) {
      Placement placement = configuration.placement(name);
      if (placement.isLocal() && !known.containsKey(name)) {
        throw new IllegalArgumentException(
            "setting modules." + name.key() + " is local, but this program does not contain it");
      }
      placement.remoteUrl().ifPresent(url -> forward(name, url));
    }
    for (Module module : known.values()) {
      if (configuration.placement(module.name()).isLocal()) {
        module.install(new ModuleContext(module.name(), this));
      }
    }
    LOG.info("modules: {}", placements());
    environment.jersey().register(new ProbeResource(needed, drain()));
  }

  private Drain drain() {
    Drain drain = new Drain(configuration.drain());
    environment.lifecycle().addServerLifecycleListener(server -> server.addEventListener(drain));
    environment
        .servlets()
        .addFilter("drain", drain)
        .addMappingForUrlPatterns(EnumSet.allOf(DispatcherType.class), false, "/*");
    return drain;
  }

  private Map<String, Placement> placements() {
    Map<String, Placement> placements = new LinkedHashMap<>();
    for (ModuleName name : ModuleName.values()) {
      placements.put(name.key(), configuration.placement(name));
    }
    return placements;
  }

  private void forward(ModuleName name, URI url) {
    var servlet =
        environment
            .servlets()
            .addServlet("forward-" + name.key(), new ForwardingServlet(name, url, json));
    servlet.setAsyncSupported(true);
    servlet.addMapping(name.paths().toArray(String[]::new));
  }

  <T> void provide(Class<T> contract, T implementation) {
    contracts.put(contract, implementation);
    environment.jersey().register(implementation);
  }

  <T> T neighbour(ModuleName asking, ModuleName name, Class<T> contract) {
    Placement placement = configuration.placement(name);
    return switch (placement.kind()) {
      case OFF ->
          throw new IllegalArgumentException(
              "setting modules."
                  + name.key()
                  + " is off, but the "
                  + asking.key()
                  + " module needs it: make it local or give its URL");
      case REMOTE -> remote.proxy(name, placement.url(), contract);
      case LOCAL -> {
        Object implementation = contracts.get(contract);
        if (implementation == null) {
          throw new IllegalStateException(
              name.key() + " must stand before " + asking.key() + " in the list of modules");
        }
        yield contract.cast(implementation);
      }
    };
  }

  void needed(String name, HealthCheck check) {
    needed.put(name, check);
  }

  Relay relay(ModuleName module, Jdbi jdbi) {
    return new Relay(
        module.key(), Topics.ofModule(module), jdbi, configuration.kafka(), live, metrics());
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

  MetricRegistry metrics() {
    return environment.metrics();
  }

  Encryption encryption() {
    return encryption;
  }

  RedisClient redis() {
    return redis;
  }

  LiveEvents live() {
    return live;
  }
}
