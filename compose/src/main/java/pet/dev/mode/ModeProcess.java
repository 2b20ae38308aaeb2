package pet.dev.mode;

import java.net.URI;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntUnaryOperator;
import pet.domain.ModuleName;
import pet.platform.Placement;

/**
 * A process of a mode.
 *
 * @param name for people, one in the mode
 * @param admin its admin port
 * @param modules where each module is, as seen from this process; complete
 */
public record ModeProcess(
    String name, Program program, int port, int admin, Map<ModuleName, Placement> modules) {

  public ModeProcess {
    Map<ModuleName, Placement> complete = new EnumMap<>(ModuleName.class);
    for (ModuleName module : ModuleName.values()) {
      complete.put(module, modules.getOrDefault(module, Placement.OFF));
    }
    modules = complete;
  }

  public URI url() {
    return URI.create("http://localhost:" + port);
  }

  public URI adminUrl() {
    return URI.create("http://localhost:" + admin);
  }

  /** The modules that run in it. */
  public Set<ModuleName> hosts() {
    Set<ModuleName> local = new TreeSet<>();
    modules.forEach(
        (module, placement) -> {
          if (placement.isLocal()) {
            local.add(module);
          }
        });
    return local;
  }

  ModeProcess moved(IntUnaryOperator ports) {
    Map<ModuleName, Placement> there = new EnumMap<>(ModuleName.class);
    modules.forEach((module, placement) -> there.put(module, moved(placement, ports)));
    return new ModeProcess(name, program, ports.applyAsInt(port), ports.applyAsInt(admin), there);
  }

  private static Placement moved(Placement placement, IntUnaryOperator ports) {
    List<URI> urls =
        placement.urls().stream()
            .map(url -> URI.create("http://localhost:" + ports.applyAsInt(url.getPort())))
            .toList();
    return new Placement(placement.kind(), urls);
  }
}
