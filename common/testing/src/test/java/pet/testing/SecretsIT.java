package pet.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pet.domain.ModuleName;
import pet.platform.Module;
import pet.platform.ModuleContext;
import pet.platform.PetApplication;

/** No secret is in what a process prints, whatever is wrong with it or with who it is sent to. */
@ExtendWith(ServersExtension.class)
@Timeout(120)
class SecretsIT {

  private static final String SECRET = "geheim-0123456789abcdefghijklmnop";

  @TempDir private Path folder;

  /** A module that keeps something and asks Redis. */
  private static final class Keeping implements Module {
    @Override
    public ModuleName name() {
      return ModuleName.ORDER;
    }

    @Override
    public void install(ModuleContext context) throws Exception {
      context.store("secrets", "pet/testing/toys.yaml");
    }
  }

  /** A program with it. */
  static final class Main {
    private Main() {}

    public static void main(String[] args) throws Exception {
      new PetApplication("secrets", List.of(new Keeping())).run(args);
    }
  }

  private Process start(Map<String, String> environment) throws IOException {
    ProcessBuilder java =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            Main.class.getName(),
            "server",
            "src/test/resources/process.yml");
    java.environment().put("PET_DATABASE_URL", "jdbc:postgresql://localhost:1/pet");
    java.environment().putAll(environment);
    for (String module : List.of("USER", "BUILDER", "WEBHOOK", "ANALYTICS")) {
      java.environment().put("PET_MODULE_" + module, "off");
    }
    java.environment().put("PET_DEVELOPMENT_KEY", folder.resolve("key.jwk").toString());
    return java.redirectErrorStream(true).redirectOutput(folder.resolve("out").toFile()).start();
  }

  private String printed() throws IOException {
    return Files.readString(folder.resolve("out"), UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // Neither of them is one.
        "PET_REDIS_URI|redis://:%s@host:port with%%|redis.uri must look like",
        "PET_REDIS_URI|nonsense:%s|redis.uri must look like",
        "PET_ENCRYPTION_KEY|%s|encryption.key (PET_ENCRYPTION_KEY)",
        "PET_ENCRYPTION_KEY|2:%s,1:%s|encryption.key (PET_ENCRYPTION_KEY)",
        // They end the text that they stand in.
        "PET_INTERNAL_SECRET|a\"%s|Malformed YAML",
        "PET_DATABASE_PASSWORD|\\z%s|Malformed YAML",
        "PET_INTERNAL_SECRET|%s,,|setting remote.secret",
        // Drivers and pools would quote it.
        "PET_DATABASE_URL|jdbc:postgresql://localhost:1/pet?password=%s|must not hold a password",
        "PET_DATABASE_URL|jdbc:postgresql://pet:%s@localhost:1/pet|must not hold a password",
        "PET_ORDER_DATABASE_URL|jdbc:nonsense://%s:1/pet|must begin with jdbc:postgresql:",
        // Nobody is there.
        "PET_DATABASE_PASSWORD|%s|cannot reach PostgreSQL",
      })
  void isNotInTheWordsOfAProcessThatCannotStart(String name, String value, String words)
      throws Exception {
    Process process = start(Map.of(name, value.replace("%s", SECRET)));
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();

    assertThat(process.exitValue()).isEqualTo(1);
    assertThat(printed()).contains("cannot start", words).doesNotContain("geheim");
  }

  @Test
  void isNotInTheLogOfOneThatRunsNorOfWhatItAsks(Servers servers) throws Exception {
    int port = FreePorts.next();
    Map<String, String> environment = new HashMap<>();
    environment.put("PET_PORT", Integer.toString(port));
    environment.put("PET_ADMIN_PORT", Integer.toString(FreePorts.next()));
    environment.put("PET_LOG_LEVEL", "DEBUG");
    environment.put("PET_DATABASE_URL", servers.newDatabase().url());
    environment.put("PET_INTERNAL_SECRET", SECRET);
    // One that Redis does not know: it says so at each attempt.
    environment.put(
        "PET_REDIS_URI",
        servers.redisUri().toString().replace("redis://", "redis://somebody:" + SECRET + "@"));
    environment.put("PET_KAFKA", servers.bootstrapServers());
    Process process = start(environment);
    try {
      await().atMost(Duration.ofSeconds(60)).until(() -> listens(port));
      await().atMost(Duration.ofSeconds(30)).until(() -> printed().contains("edis"));
    } finally {
      process.destroy();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    assertThat(printed()).contains("modules: ").doesNotContain("geheim");
  }

  private static boolean listens(int port) {
    try {
      new Socket("localhost", port).close();
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
