package pet.dev;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One terminal for many processes: each line has its process's name, in that process's colour. */
final class Console {

  private static final List<String> COLOURS =
      List.of("\033[36m", "\033[33m", "\033[32m", "\033[35m", "\033[34m", "\033[31m");
  private static final String RESET = "\033[0m";

  private final PrintStream out;
  private final boolean coloured;
  private final int width;
  private final Map<String, String> colours = new ConcurrentHashMap<>();

  /**
   * @param names in the order of their colours; all are padded to the longest
   */
  Console(PrintStream out, boolean coloured, List<String> names) {
    this.out = out;
    this.coloured = coloured;
    width = names.stream().mapToInt(String::length).max().orElse(0);
    for (int i = 0; i < names.size(); i++) {
      colours.put(names.get(i), COLOURS.get(i % COLOURS.size()));
    }
  }

  /** On a terminal that wants colours; see no-color.org. */
  static boolean wantsColours() {
    String no = System.getenv("NO_COLOR");
    return (no == null || no.isEmpty()) && !"dumb".equals(System.getenv("TERM")) && isTerminal();
  }

  /** Java tells only of input and output together, and newer ones always say yes. */
  private static boolean isTerminal() {
    try {
      return new ProcessBuilder("/bin/sh", "-c", "test -t 1").inheritIO().start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  void line(String name, String text) {
    String label = name + " ".repeat(Math.max(0, width - name.length())) + " | ";
    String colour = colours.get(name);
    out.println((coloured && colour != null ? colour + label + RESET : label) + text);
  }

  void text(String text) {
    out.print(text);
    out.flush();
  }
}
