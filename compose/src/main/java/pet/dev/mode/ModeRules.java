package pet.dev.mode;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import pet.backend.BackendService;
import pet.dev.mode.Mode.Infrastructure;
import pet.domain.ModuleName;
import pet.platform.Module;
import pet.platform.Placement;

/** What has to hold between the processes of a mode, beyond each line being understood. */
final class ModeRules {

  private static final Set<String> HERE = Set.of("localhost", "127.0.0.1");

  private final Mode mode;
  private final Complaints complaints;
  private final Map<ModuleName, Set<ModuleName>> needs = new HashMap<>();

  ModeRules(Mode mode, Complaints complaints) {
    this.mode = mode;
    this.complaints = complaints;
    for (Module module : BackendService.modules()) {
      needs.put(module.name(), module.needs());
    }
  }

  void check() {
    if (mode.processes().isEmpty()) {
      complaints.add("processes", "there is none");
      return;
    }
    checkKinds();
    checkPorts();
    mode.processes().forEach(this::checkMap);
    checkEveryModuleIsHosted();
    checkEntrance();
  }

  private void checkKinds() {
    boolean inside = mode.infrastructure() == Infrastructure.INSIDE;
    if (inside && mode.processes().size() > 1) {
      complaints.add(
          "infrastructure", "inside is for a mode of one process; this one is for beside");
    }
    for (ModeProcess process : mode.processes()) {
      if (!process.name().matches("[a-z][a-z0-9-]{0,30}")) {
        complaints.add(setting(process), "a process's name is of a-z, 0-9 and -");
      }
      if ((process.program() == Program.DEV) != inside) {
        complaints.add(
            setting(process, "program"),
            "dev, and no other, brings its infrastructure inside: see 'infrastructure'");
      }
    }
  }

  private void checkPorts() {
    Map<Integer, String> taken =
        new HashMap<>(Map.of(5432, "PostgreSQL", 6379, "Redis", 9092, "Kafka"));
    for (ModeProcess process : mode.processes()) {
      takePort(taken, process.port(), setting(process, "port"));
      takePort(taken, process.admin(), setting(process, "admin"));
    }
  }

  private void takePort(Map<Integer, String> taken, int port, String setting) {
    String holder = taken.putIfAbsent(port, setting + " (line " + complaints.lineOf(setting) + ")");
    if (holder != null) {
      complaints.add(setting, port + " is the port of " + holder);
    }
  }

  private void checkMap(ModeProcess process) {
    process
        .modules()
        .forEach(
            (module, placement) -> {
              String setting = setting(process, module);
              if (placement.isLocal()) {
                checkLocal(process, module, setting);
              }
              placement.urls().forEach(url -> checkUrl(process, module, url, setting));
            });
  }

  private void checkLocal(ModeProcess process, ModuleName module, String setting) {
    if (!process.program().contains(module)) {
      complaints.add(
          setting, "is local, but " + process.program().key() + " does not contain this module");
    }
    for (ModuleName needed : needs.get(module)) {
      if (process.modules().get(needed).kind() == Placement.Kind.OFF) {
        complaints.add(
            setting(process, needed),
            "is off, but the " + module.key() + " module needs it: make it local or give its URL");
      }
    }
  }

  private void checkUrl(ModeProcess from, ModuleName module, URI url, String setting) {
    Optional<ModeProcess> there =
        mode.processes().stream()
            .filter(process -> HERE.contains(url.getHost()) && process.port() == url.getPort())
            .filter(process -> url.getScheme().equals("http"))
            .findFirst();
    if (there.isEmpty()) {
      complaints.add(setting, url + " leads to no process of this mode");
    } else if (there.get().equals(from)) {
      complaints.add(setting, url + " is this process itself: say local");
    } else if (!there.get().hosts().contains(module)) {
      complaints.add(
          setting,
          url + " leads to " + there.get().name() + ", where " + module.key() + " is not local");
    }
  }

  private void checkEveryModuleIsHosted() {
    for (ModuleName module : ModuleName.values()) {
      if (mode.processes().stream().noneMatch(process -> process.hosts().contains(module))) {
        complaints.add("processes", "no process hosts the " + module.key() + " module");
      }
    }
  }

  private void checkEntrance() {
    ModeProcess entrance = mode.entrance();
    entrance
        .modules()
        .forEach(
            (module, placement) -> {
              if (placement.kind() == Placement.Kind.OFF) {
                complaints.add(
                    setting(entrance, module),
                    "is off, but clients use this process, the first, for every path");
              }
            });
  }

  private static String setting(ModeProcess process) {
    return "processes." + process.name();
  }

  private static String setting(ModeProcess process, String name) {
    return setting(process) + "." + name;
  }

  private static String setting(ModeProcess process, ModuleName module) {
    return setting(process, "modules." + module.key());
  }
}
