package pet.platform;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import pet.domain.ModuleName;
import pet.platform.remote.LocalContract;

/**
 * The contracts of the modules that run here. Two modules may need each other, so a contract can be
 * asked for before its module is installed; it is called later.
 */
final class LocalModules {

  private final Map<Class<?>, Object> provided = new HashMap<>();
  private final Map<Class<?>, String> asked = new LinkedHashMap<>();

  <T> void provide(Class<T> contract, T implementation) {
    provided.put(contract, implementation);
  }

  /** A module's contract, which may be called once all modules are installed. */
  <T> T find(ModuleName asking, ModuleName module, Class<T> contract) {
    asked.putIfAbsent(contract, asking.key() + " needs it of " + module.key());
    // Written while the process starts, by the one thread that starts all others: read by any.
    return LocalContract.later(contract, () -> contract.cast(provided.get(contract)));
  }

  /**
   * To be called once all modules are installed.
   *
   * @throws IllegalStateException if a contract was asked for that no module provides
   */
  void check() {
    asked.forEach(
        (contract, who) -> {
          if (!provided.containsKey(contract)) {
            throw new IllegalStateException(
                "no module provides " + contract.getSimpleName() + ": " + who);
          }
        });
  }
}
