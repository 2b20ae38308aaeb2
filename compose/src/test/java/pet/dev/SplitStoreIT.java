package pet.dev;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import pet.backend.BackendService;
import pet.domain.ModuleName;
import pet.platform.Module;
import pet.platform.database.DatabaseSettings;
import pet.testing.FreePorts;
import pet.testing.PetProcess;
import pet.testing.Servers;
import pet.testing.ServersExtension;

/** The four services, each by its own YAML; all of them behind the backend's address. */
@ExtendWith(ServersExtension.class)
class SplitStoreIT {

  @TempDir private static Path state;
  private static final Deque<PetProcess> PROCESSES = new ArrayDeque<>();
  private static PetProcess backend;

  @BeforeAll
  static void boot(Servers servers) {
    DatabaseSettings database = servers.newDatabase();
    // Webhooks go to orders, builders ask for users, and the backend calls both: one address has to
    // be known before.
    int backendPort = FreePorts.next();
    PetProcess builder =
        started(
            PetProcess.of(
                    "builder-service", only(ModuleName.BUILDER), "../builder-service/builder.yml")
                .on(servers, database)
                .with("modules.user", "http://localhost:" + backendPort)
                .start());
    PetProcess analytics =
        started(
            PetProcess.of(
                    "analytics-streams",
                    only(ModuleName.ANALYTICS),
                    "../analytics-streams/analytics.yml")
                .on(servers, database)
                .with("analytics.stateDirectory", state)
                .start());
    PetProcess webhook =
        started(
            PetProcess.of(
                    "webhook-ingest", only(ModuleName.WEBHOOK), "../webhook-ingest/webhook.yml")
                .on(servers, database)
                .with("modules.order", "http://localhost:" + backendPort)
                .start());
    backend =
        started(
            PetProcess.of("backend", BackendService.modules(), "../backend-service/backend.yml")
                .on(servers, database)
                .with("modules.builder", builder.url())
                .with("modules.webhook", webhook.url())
                .with("modules.analytics", analytics.url())
                .start(backendPort));
  }

  /** What the service's own main hosts. */
  private static List<Module> only(ModuleName name) {
    return BackendService.modules().stream().filter(module -> module.name() == name).toList();
  }

  private static PetProcess started(PetProcess process) {
    PROCESSES.push(process);
    return process;
  }

  @AfterAll
  static void stop() {
    PROCESSES.forEach(PetProcess::close);
  }

  @Test
  void leadsFromADesignToTheDashboardOnOneAddress() {
    Walk.on(backend).wholePath();
  }

  @Test
  void tellsWhatRunsWhere() {
    assertThat(backend.admin("/modules").json().at("/modules/builder").asText()).startsWith("http");
    assertThat(backend.admin("/modules").json().at("/modules/order").asText()).isEqualTo("local");
  }
}
