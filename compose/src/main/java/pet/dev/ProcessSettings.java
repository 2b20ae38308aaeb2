package pet.dev;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import pet.dev.mode.Mode;
import pet.dev.mode.ModeProcess;
import pet.domain.ModuleName;

/**
 * What a mode adds to the YAML of a process's program: where it listens, its module map, and the
 * addresses of the servers. Dropwizard takes such a setting as the system property {@code dw.name}.
 */
final class ProcessSettings {

  private static final String PREFIX = "dw.";

  private final Mode mode;
  private final DevServers servers;

  ProcessSettings(Mode mode, DevServers servers) {
    this.mode = mode;
    this.servers = servers;
  }

  /** By the names of their system properties. */
  Map<String, String> of(ModeProcess process) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("server.applicationConnectors[0].port", Integer.toString(process.port()));
    settings.put("server.adminConnectors[0].port", Integer.toString(process.admin()));
    process
        .modules()
        .forEach((module, place) -> settings.put("modules." + module.key(), place.toString()));
    DevServers.Ports ports = servers.ports();
    settings.put("database.url", "jdbc:postgresql://127.0.0.1:" + ports.postgres() + "/pet");
    settings.put("redis.uri", "redis://127.0.0.1:" + ports.redis());
    settings.put("kafka.bootstrapServers", "127.0.0.1:" + ports.kafka());
    settings.put("login.developmentKey", servers.home().developmentKey().toString());
    int replica = replica(process, ModuleName.ANALYTICS);
    if (replica > 0) {
      // The first is the same in every mode: it finds its state again.
      Path data = servers.home().data();
      String folder = replica == 1 ? "streams" : "streams-" + replica;
      settings.put("analytics.instance", Integer.toString(replica));
      settings.put("analytics.stateDirectory", data.resolve(folder).toString());
    }
    Map<String, String> properties = new LinkedHashMap<>();
    settings.forEach((name, value) -> properties.put(PREFIX + name, value));
    return properties;
  }

  /** Counts from 1 among those that host the module; 0 for one that does not. */
  private int replica(ModeProcess process, ModuleName module) {
    return mode.processes().stream()
            .filter(p -> p.hosts().contains(module))
            .toList()
            .indexOf(process)
        + 1;
  }
}
