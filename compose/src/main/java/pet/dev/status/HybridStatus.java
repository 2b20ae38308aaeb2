package pet.dev.status;

import ch.qos.logback.classic.Level;
import io.dropwizard.logging.common.BootstrapLogging;
import java.nio.file.Path;
import java.util.List;

/** {@code make hybrid-status}: exits with 1 if anything is unhealthy, or if nothing runs. */
public final class HybridStatus {

  private HybridStatus() {}

  /** Asks the first source that knows of processes. */
  public static void main(String[] args) {
    BootstrapLogging.bootstrap(Level.WARN);
    String home = System.getenv("PET_HOME");
    List<Source> sources =
        List.of(
            new LauncherSource(Path.of(home == null || home.isBlank() ? ".pet" : home)),
            new ComposeSource());
    for (Source source : sources) {
      List<Source.Member> processes = source.processes();
      if (!processes.isEmpty()) {
        Report report = new Report(new Probe().ask(processes));
        System.out.println(source.title());
        System.out.println();
        System.out.print(report.text());
        System.exit(report.isHealthy() ? 0 : 1);
      }
    }
    System.err.println(
        "nothing runs: " + String.join("; ", sources.stream().map(Source::title).toList()));
    System.exit(1);
  }
}
