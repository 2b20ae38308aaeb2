package pet.platform;

import java.util.Set;
import pet.domain.ModuleName;

/**
 * A part of the store that is written once and runs inside the monolith or as its own service. It
 * is wired with plain constructors in {@link #install}.
 */
public interface Module {

  ModuleName name();

  /**
   * The modules it calls: {@link ModuleContext#neighbour} gives no other. Known without installing
   * anything, so that a map in which one of them is off is refused before a process starts.
   */
  default Set<ModuleName> needs() {
    return Set.of();
  }

  /**
   * The record that its section of the YAML is read as, before anything is started: defaults and
   * checks in its compact constructor. Without one the section must be empty.
   */
  default Class<?> settings() {
    return NoSettings.class;
  }

  /**
   * Builds the module and hands its resources, contracts and background work to the process. Called
   * once at start; neighbours are called later, once all modules are installed. A module that
   * cannot start throws, and the process stops.
   */
  void install(ModuleContext context) throws Exception;
}
