package pet.testing.forward;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import pet.testing.PetProcess;
import pet.testing.Servers;

/** Processes that host the tests' order module, and those that forward to it. */
final class Processes {

  private static final String YAML = "src/test/resources/process.yml";

  private Processes() {}

  static PetProcess.Builder hosting(Servers servers, FarawayModule module) {
    return withoutModules("faraway", List.of(module), servers).with("modules.order", "local");
  }

  /** A process without a module of its own, which forwards orders. */
  static PetProcess.Builder gateway(Servers servers, URI... targets) {
    return withoutModules("gateway", List.of(), servers)
        .with(
            "modules.order",
            Arrays.stream(targets).map(URI::toString).collect(Collectors.joining(",")));
  }

  private static PetProcess.Builder withoutModules(
      String name, List<pet.platform.Module> modules, Servers servers) {
    return PetProcess.of(name, modules, YAML)
        .on(servers)
        .with("modules.user", "off")
        .with("modules.order", "off")
        .with("modules.builder", "off")
        .with("modules.webhook", "off")
        .with("modules.analytics", "off");
  }
}
