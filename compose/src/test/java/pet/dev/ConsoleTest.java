package pet.dev;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConsoleTest {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private Console console(boolean coloured) {
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    return new Console(out, coloured, List.of("backend", "builder-1"));
  }

  private List<String> lines() {
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void tellsProcessesApartByNamesOfOneWidth() {
    Console console = console(false);
    console.line("backend", "one");
    console.line("builder-1", "two ♥");
    assertThat(lines()).containsExactly("backend   | one", "builder-1 | two ♥");
  }

  @Test
  void coloursTheNamesAndNotWhatIsSaid() {
    Console console = console(true);
    console.line("backend", "one");
    console.line("builder-1", "two");
    assertThat(lines())
        .containsExactly("\033[36mbackend   | \033[0mone", "\033[33mbuilder-1 | \033[0mtwo");
  }
}
