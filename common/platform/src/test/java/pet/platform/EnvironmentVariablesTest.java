package pet.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings from the environment, and from the files that it names. */
class EnvironmentVariablesTest {

  @TempDir private Path folder;

  private Path file(String content) throws IOException {
    return Files.writeString(folder.resolve("secret"), content);
  }

  private static String yaml(Map<String, String> environment, String yaml) {
    return EnvironmentVariables.of(environment).substitutor().replace(yaml);
  }

  @Test
  void aVariableAFileAndADefaultStandInForThemselves() throws IOException {
    Map<String, String> environment =
        Map.of("PLAIN", "one", "KEY_FILE", file("two\n").toString(), "EMPTY_FILE", "");

    assertThat(yaml(environment, "${PLAIN:-x} ${KEY:-x} ${EMPTY:-x} ${NONE:-three}"))
        .isEqualTo("one two x three");
  }

  @Test
  void aDefaultMayBeAnotherVariable() {
    String text = "${NAME:-n-${PET_PORT:-4005}}";

    assertThat(yaml(Map.of(), text)).isEqualTo("n-4005");
    assertThat(yaml(Map.of("PET_PORT", "4015"), text)).isEqualTo("n-4015");
    assertThat(yaml(Map.of("PET_PORT", "4015", "NAME", "two"), text)).isEqualTo("two");
  }

  /** Two on one machine, started by hand, have nothing to be told but their ports. */
  @Test
  void anAnalyticsProcessIsToldFromAnotherByItsPort() throws IOException {
    for (String file : List.of("analytics-streams/analytics.yml", "backend-service/backend.yml")) {
      String yaml = Files.readString(Path.of("..", "..").resolve(file));
      assertThat(yaml(Map.of("PET_PORT", "4015"), yaml))
          .contains("instance: 4015\n", "stateDirectory: .pet/data/streams-4015\n");
    }
  }

  @Test
  void aFileThatCannotBeReadIsNamed() {
    Path missing = folder.resolve("missing");

    assertThatThrownBy(() -> yaml(Map.of("KEY_FILE", missing.toString()), "${KEY:-x}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("KEY_FILE", missing.toString(), "NoSuchFileException");
  }

  @Test
  void whichOfTwoIsMeantIsNotGuessed() throws IOException {
    Map<String, String> environment = Map.of("KEY", "hidden", "KEY_FILE", file("two").toString());

    assertThatThrownBy(() -> yaml(environment, "${KEY}"))
        .hasMessageContainingAll("KEY", "KEY_FILE")
        .hasMessageNotContainingAny("hidden", "two");
  }

  @Test
  void aFamilyOfVariablesIsFoundEitherWay() throws IOException {
    Map<String, String> environment =
        Map.of("S_A", "one", "S_B_FILE", file("two").toString(), "S_C", " ", "OTHER", "x");

    assertThat(EnvironmentVariables.of(environment).startingWith("S_"))
        .isEqualTo(Map.of("S_A", "one", "S_B", "two"));
  }
}
