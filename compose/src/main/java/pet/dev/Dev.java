package pet.dev;

import pet.backend.BackendService;
import pet.platform.PetApplication;

/** {@code make dev}: one process with all modules and the embedded servers. */
public final class Dev {

  private Dev() {}

  public static void main(String[] args) throws Exception {
    new PetApplication("dev", BackendService.modules(), DevServers.fromEnvironment()).run(args);
  }
}
