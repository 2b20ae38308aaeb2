package pet.dev;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pet.platform.Companion;
import pet.platform.PetApplication;

/**
 * Every YAML that ships is valid as it stands, without a single variable set. The modules' sections
 * are read when a process boots: the ITs boot each of these files.
 */
class ShippedConfigurationTest {

  private static final Path ROOT = Path.of("..");

  @ParameterizedTest
  @MethodSource("shipped")
  void isValid(String file) throws Exception {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Companion noting =
        new Companion() {
          @Override
          public void start() {}

          @Override
          public void serving() {}

          @Override
          public void stop() {}

          @Override
          public void failed(Throwable thrown) {
            failure.set(thrown);
          }
        };
    new PetApplication("check", List.of(), noting).run("check", ROOT.resolve(file).toString());
    assertThat(failure.get()).isNull();
  }

  /** The YAML files at the roots of the rooms. */
  static List<String> shipped() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT, 2)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(".yml"))
          .map(file -> ROOT.relativize(file).toString())
          .filter(file -> !file.startsWith("."))
          // Not of a process: ComposeFilesTest reads those.
          .filter(file -> !file.startsWith("compose/docker-compose."))
          .sorted()
          .toList();
    }
  }

  @Test
  void everyProcessHasOne() throws IOException {
    assertThat(shipped())
        .contains(
            "compose/dev.yml",
            "backend-service/backend.yml",
            "builder-service/builder.yml",
            "webhook-ingest/webhook.yml",
            "analytics-streams/analytics.yml");
  }
}
