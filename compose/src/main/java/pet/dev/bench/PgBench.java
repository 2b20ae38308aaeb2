package pet.dev.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** PostgreSQL's own load program, which runs a script of SQL as often as the server allows. */
final class PgBench {

  private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+)");

  private final int clients;

  PgBench(int clients) {
    this.clients = clients;
  }

  /** Transactions a second; where the server is, libpq's own environment variables say. */
  double rate(Duration duration, Path script) throws Exception {
    List<String> command =
        List.of(
            "pgbench",
            "--no-vacuum",
            "--protocol=prepared",
            "--client=" + clients,
            "--jobs=2",
            "--time=" + duration.toSeconds(),
            "--file=" + script);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    Matcher rate = RATE.matcher(output);
    if (process.waitFor() != 0 || !rate.find()) {
      throw new IllegalStateException("pgbench says: " + output);
    }
    return Double.parseDouble(rate.group(1));
  }
}
