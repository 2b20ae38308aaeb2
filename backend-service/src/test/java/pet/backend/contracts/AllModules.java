package pet.backend.contracts;

import java.util.Map;
import pet.backend.BackendService;
import pet.domain.ModuleName;
import pet.testing.PetProcess;
import pet.testing.Servers;

/** A process with every module in it: it answers and sends all that there is. */
final class AllModules {

  private AllModules() {}

  /**
   * Starts it.
   *
   * @param settings besides
   */
  static PetProcess start(Servers servers, Map<String, Object> settings) {
    PetProcess.Builder process =
        PetProcess.of("backend", BackendService.modules(), "backend.yml").on(servers);
    for (ModuleName module : ModuleName.values()) {
      process.with("modules." + module.key(), "local");
    }
    settings.forEach(process::with);
    return process.start();
  }
}
