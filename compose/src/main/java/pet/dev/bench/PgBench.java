package pet.dev.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** PostgreSQL's own load program, which runs a script of SQL as often as the server allows. */
final class PgBench {

  private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+)");

  private final int clients;
  private final List<String> variables;

  /**
   * @param variables of the script, such as {@code body=2500}
   */
  PgBench(int clients, String... variables) {
    this.clients = clients;
    this.variables = List.of(variables);
  }

  /** A number that is in the database. */
  static int number(String sql) throws Exception {
    return Integer.parseInt(output(List.of("psql", "-qAtc", sql)).strip());
  }

  /** Transactions a second; where the server is, libpq's own environment variables say. */
  double rate(Duration duration, Path script) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                "pgbench",
                "--no-vacuum",
                "--protocol=prepared",
                "--client=" + clients,
                "--jobs=2",
                "--time=" + duration.toSeconds(),
                "--file=" + script));
    variables.forEach(variable -> command.add("--define=" + variable));
    String output = output(command);
    Matcher rate = RATE.matcher(output);
    if (!rate.find()) {
      throw new IllegalStateException("pgbench says: " + output);
    }
    return Double.parseDouble(rate.group(1));
  }

  private static String output(List<String> command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(command.get(0) + " says: " + output);
    }
    return output;
  }
}
