package pet.user;

import java.util.List;
import pet.testing.FreePorts;
import pet.testing.PetProcess;
import pet.testing.Servers;

/** The user module as a process of its own, whose neighbours are all away. */
final class UserProcess {

  private UserProcess() {}

  static PetProcess start(Servers servers) {
    String nobody = "http://localhost:" + FreePorts.next();
    return PetProcess.of("user", List.of(new UserModule()), "backend.yml")
        .on(servers)
        .with("modules.user", "local")
        .with("modules.order", nobody)
        .with("modules.builder", nobody)
        .with("modules.webhook", nobody)
        .with("modules.analytics", nobody)
        .start();
  }
}
