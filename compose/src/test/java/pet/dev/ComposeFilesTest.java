package pet.dev;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pet.domain.ModuleName;

/** What the Compose files promise, as far as it can be read off them. */
class ComposeFilesTest {

  private static final ComposeFiles USUAL = ComposeFiles.with(Map.of());
  private static final ComposeFiles FULL = ComposeFiles.with(ComposeFiles.variables("full.env"));

  @ParameterizedTest
  @CsvSource({
    "postgres, 5432, 5432",
    "redis, 6379, 6379",
    "kafka, 9092, 9092",
    "backend, 4000, 4000",
    "backend, 4100, 4100",
    "user, 4001, 4001",
    "user, 4101, 4101",
    "order, 4003, 4003",
    "order, 4103, 4103",
    "webhook-ingest, 4004, 4004",
    "webhook-ingest, 4104, 4104",
    "analytics-streams, 4005, 4005",
    "analytics-streams, 4105, 4105",
    "edge, 3000, 3000",
    // Several replicas cannot share a port of the machine.
    "builder-service, '', 4002",
    "builder-service, '', 4102"
  })
  void listensWhereTheDomainSays(String service, String machine, String container) {
    assertThat(USUAL.ports(service)).contains("127.0.0.1:" + machine + ":" + container);
  }

  @Test
  void nothingListensBeyondThisMachine() {
    for (String service : USUAL.services().keySet()) {
      assertThat(USUAL.ports(service))
          .as(service)
          .allSatisfy(port -> assertThat(port).startsWith("127.0.0.1:"));
    }
  }

  @Test
  void aProcessListensOnThePortsThatArePublished() {
    for (String service : USUAL.ours().keySet()) {
      Map<String, String> environment = USUAL.environment(service);
      assertThat(USUAL.ports(service))
          .as(service)
          .hasSize(2)
          .anySatisfy(port -> assertThat(port).endsWith(":" + environment.get("PET_PORT")))
          .anySatisfy(port -> assertThat(port).endsWith(":" + environment.get("PET_ADMIN_PORT")));
    }
  }

  @Test
  void everyModulesUrlIsAServiceOnItsPort() {
    for (ComposeFiles files : List.of(USUAL, FULL)) {
      for (String service : files.ours().keySet()) {
        files
            .environment(service)
            .forEach(
                (variable, value) -> {
                  if (variable.startsWith("PET_MODULE_") && !value.equals("local")) {
                    URI url = URI.create(value);
                    assertThat(files.environment(url.getHost()))
                        .as(service + ": " + variable)
                        .containsEntry("PET_PORT", Integer.toString(url.getPort()));
                  }
                });
      }
    }
  }

  @Test
  void ordersAndUsersAreInTheBackendUnlessExtracted() {
    assertThat(USUAL.environment("backend"))
        .containsEntry("PET_MODULE_USER", "local")
        .containsEntry("PET_MODULE_ORDER", "local");
    assertThat(USUAL.environment("webhook-ingest"))
        .containsEntry("PET_MODULE_ORDER", "http://backend:4000");
    for (String service : List.of("backend", "webhook-ingest")) {
      assertThat(FULL.environment(service))
          .as(service)
          .containsEntry("PET_MODULE_USER", "http://user:4001")
          .containsEntry("PET_MODULE_ORDER", "http://order:4003");
    }
    assertThat(ComposeFiles.variables("full.env")).containsEntry("COMPOSE_PROFILES", "full");
  }

  @Test
  void anExtractedModuleRunsOnlyWhereTheOthersWereToldOfIt() {
    for (String service : List.of("user", "order")) {
      assertThat(USUAL.services().get(service).get("profiles")).isEqualTo(List.of("full"));
      assertThat(told(FULL, service)).as(service).isEqualTo(expected(FULL, service));
      assertThat(told(USUAL, service)).as(service).isNotEqualTo(expected(USUAL, service));
      assertThat(FULL.environment(service))
          .containsEntry("PET_MODULE_" + service.toUpperCase(Locale.ROOT), "local");
    }
  }

  private static String told(ComposeFiles files, String service) {
    return files.environment(service).get("PET_TOLD");
  }

  private static String expected(ComposeFiles files, String service) {
    return files.environment(service).get("PET_EXPECTED");
  }

  @Test
  void everyVariableIsOneThatSomethingReads() {
    String readers =
        ComposeFiles.read("image/run")
            + ComposeFiles.read("image/healthy")
            + List.of(
                    "backend-service/backend.yml",
                    "builder-service/builder.yml",
                    "webhook-ingest/webhook.yml",
                    "analytics-streams/analytics.yml")
                .stream()
                .map(yaml -> ComposeFiles.read(Path.of("..", yaml).toString()))
                .reduce("", String::concat);
    for (String service : USUAL.ours().keySet()) {
      assertThat(USUAL.environment(service).keySet())
          .as(service)
          // Whose name ends with the sender's: the process looks for these itself.
          .filteredOn(variable -> !variable.startsWith("STANDARD_WEBHOOK_SECRETS_"))
          .map(variable -> variable.replaceFirst("_FILE$", ""))
          .allSatisfy(
              variable -> assertThat(readers).containsPattern("\\$\\{?" + variable + "\\b"));
    }
  }

  /** What is set for Compose is set for the program; a secret may be a file. */
  @Test
  void everySettingOfAProgramReachesItsContainer() {
    Set<String> setByTheImage =
        Set.of("PET_DEVELOPMENT_KEY", "PET_ANALYTICS_STATE", "PET_ANALYTICS_INSTANCE");
    for (String service : USUAL.ours().keySet()) {
      Set<String> passed = USUAL.environment(service).keySet();
      for (String setting : settings(service)) {
        if (setByTheImage.contains(setting)) {
          continue;
        }
        assertThat(passed).as(service).contains(setting);
        if (setting.matches(".*(PASSWORD|SECRETS?|TOKEN|ENCRYPTION_KEY)")) {
          assertThat(passed).as(service).contains(setting + "_FILE");
        }
      }
    }
  }

  @SuppressWarnings("unchecked")
  private static List<String> settings(String service) {
    List<String> command = (List<String>) USUAL.services().get(service).get("command");
    String yaml = command.get(2);
    String folder =
        switch (yaml) {
          case "backend.yml" -> "backend-service";
          case "builder.yml" -> "builder-service";
          case "webhook.yml" -> "webhook-ingest";
          default -> "analytics-streams";
        };
    String comments = "(?m)^ *#.*$";
    String text = ComposeFiles.read(Path.of("..", folder, yaml).toString());
    if (!service.equals("webhook-ingest")) {
      // In containers it alone takes webhooks, and has their senders' secrets.
      text = text.replaceAll("(?ms)^webhook:$.*?(?=^\\S)", "");
    }
    return ComposeFiles.find(text.replaceAll(comments, ""), "\\$\\{([A-Z][A-Z_]+):-");
  }

  /** Development has one for each, so its absence would show in production alone. */
  @Test
  void everySecretReachesTheProcessThatNeedsIt() {
    for (String service : USUAL.ours().keySet()) {
      assertThat(USUAL.environment(service))
          .as(service)
          .containsKeys("PET_DATABASE_PASSWORD", "PET_ENCRYPTION_KEY", "PET_INTERNAL_SECRET");
    }
    assertThat(USUAL.environment("webhook-ingest"))
        .containsKeys(
            "SHOPIFY_WEBHOOK_SECRETS", "STRIPE_WEBHOOK_SECRETS", "STANDARD_WEBHOOK_SECRETS_CLERK");
    for (ModuleName module : ModuleName.values()) {
      if (module != ModuleName.ANALYTICS) {
        String database = "PET_" + module.name() + "_DATABASE_";
        assertThat(USUAL.environment("backend"))
            .containsKeys(database + "URL", database + "USER", database + "PASSWORD");
      }
    }
  }

  @Test
  void ourContainersMayDoLittle() {
    assertThat(USUAL.ours()).hasSize(6);
    USUAL
        .ours()
        .forEach(
            (name, service) ->
                assertThat(service)
                    .as(name)
                    .containsEntry("read_only", true)
                    .containsEntry("cap_drop", List.of("ALL"))
                    .containsEntry("security_opt", List.of("no-new-privileges:true"))
                    .containsKeys("mem_limit", "stop_grace_period", "tmpfs", "logging"));
    assertThat(USUAL.services().get("edge"))
        .containsEntry("read_only", true)
        .containsEntry("cap_drop", List.of("ALL"))
        .doesNotContainEntry("user", "0:0");
    assertThat(ComposeFiles.read("Dockerfile")).contains("\nUSER 10001:10001\n");
  }

  @Test
  void everyServerAndTheEdgeHaveAHealthCheck() {
    for (String service : List.of("postgres", "redis", "kafka", "edge")) {
      assertThat(USUAL.services().get(service)).as(service).containsKey("healthcheck");
    }
    assertThat(ComposeFiles.read("Dockerfile")).contains("\nHEALTHCHECK ");
  }
}
