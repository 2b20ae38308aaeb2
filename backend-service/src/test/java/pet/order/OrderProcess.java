package pet.order;

import java.util.List;
import pet.platform.database.DatabaseSettings;
import pet.testing.FreePorts;
import pet.testing.PetProcess;
import pet.testing.Servers;

/** The order module as a process of its own, whose one neighbour, the builder, is away. */
final class OrderProcess {

  private OrderProcess() {}

  static PetProcess.Builder on(Servers servers, DatabaseSettings database) {
    return PetProcess.of("order", List.of(new OrderModule()), "backend.yml")
        .on(servers, database)
        .with("modules.user", "off")
        .with("modules.order", "local")
        .with("modules.builder", "http://localhost:" + FreePorts.next())
        .with("modules.webhook", "off")
        .with("modules.analytics", "off");
  }
}
