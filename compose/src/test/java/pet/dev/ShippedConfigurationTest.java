package pet.dev;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

  /** Else a variable that the README has would change nothing where the module is moved to. */
  @ParameterizedTest
  @CsvSource({
    "webhook, webhook-ingest/webhook.yml compose/dev.yml backend-service/backend.yml",
    "builder, builder-service/builder.yml compose/dev.yml backend-service/backend.yml",
    "analytics, analytics-streams/analytics.yml compose/dev.yml backend-service/backend.yml",
    "order, backend-service/backend.yml compose/dev.yml"
  })
  void aModuleReadsTheSameVariablesWhereverItRuns(String module, String files) throws IOException {
    List<String> where = List.of(files.split(" "));
    List<String> first = variables(module, where.get(0));
    assertThat(first).isNotEmpty();
    for (String file : where) {
      assertThat(variables(module, file)).as(file).isEqualTo(first);
    }
  }

  private static List<String> variables(String module, String file) throws IOException {
    Matcher section =
        Pattern.compile("(?ms)^" + module + ":$(.*?)(?=^\\S|\\z)")
            .matcher(Files.readString(ROOT.resolve(file)));
    assertThat(section.find()).as("a section %s in %s", module, file).isTrue();
    return Pattern.compile("\\$\\{([A-Z_]+)")
        .matcher(section.group(1))
        .results()
        .map(name -> name.group(1))
        .toList();
  }
}
