package pet.analytics;

import ch.qos.logback.classic.Level;
import com.codahale.metrics.MetricRegistry;
import io.dropwizard.logging.common.BootstrapLogging;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import pet.analytics.RebuildComparison.Difference;
import pet.analytics.RebuildComparison.Result;
import pet.analytics.RebuildComparison.Verdict;
import pet.analytics.rollup.RollupTopology;

/** {@code make analytics-rebuild}: counts rollups anew, and puts right what differs. */
public final class RebuildRollups {

  private static final String DRY_RUN = "--dry-run";
  private static final int SHOWN = 20;

  private RebuildRollups() {}

  /**
   * Rebuilds one after the other.
   *
   * @param args the YAML of the process that counts; then rollups such as {@code designs}, all
   *     unless told; {@code --dry-run} only compares
   */
  public static void main(String[] args) {
    BootstrapLogging.bootstrap(Level.ERROR);
    boolean dryRun = Arrays.asList(args).contains(DRY_RUN);
    ToolSettings tool = ToolSettings.orExit(args);
    AnalyticsSettings settings = tool.analytics();
    Rollups rollups = new Rollups(settings.times(), new MetricRegistry());
    List<String> names =
        Arrays.stream(args).skip(1).filter(arg -> !arg.isBlank() && !arg.equals(DRY_RUN)).toList();
    if (names.stream().anyMatch(name -> rollups.named(name).isEmpty())) {
      System.err.println(
          "usage: make analytics-rebuild [ROLLUP="
              + rollups.all().stream().map(RollupTopology::name).collect(Collectors.joining("|"))
              + "] [DRY_RUN=1] [SETTINGS=analytics.yml]");
      System.exit(2);
    }
    try {
      for (RollupTopology<?> rollup : rollups.named(names)) {
        Rebuild rebuild = new Rebuild(tool.kafka(), settings, rollup, System.err::println);
        print(rollup.name(), rebuild.run(dryRun), dryRun);
      }
    } catch (CannotRebuildException e) {
      System.err.println("not rebuilt: " + e.getMessage() + "; nothing has changed");
      System.exit(1);
    } catch (KafkaException e) {
      System.err.println(
          "Kafka at "
              + tool.kafka().bootstrapServers()
              + " does not answer ("
              + e.getMessage()
              + ")");
      System.exit(1);
    }
  }

  private static void print(String name, Result result, boolean dryRun) {
    List<Difference> shown =
        result.differences().stream()
            .filter(RebuildComparison::isOfWindow)
            .sorted(Comparator.comparing(Difference::verdict))
            .toList();
    shown.stream()
        .limit(SHOWN)
        .forEach(difference -> System.out.println("  " + RebuildComparison.describe(difference)));
    if (shown.size() > SHOWN) {
      System.out.println("  and " + (shown.size() - SHOWN) + " more");
    }
    System.out.println(name + (dryRun ? ", nothing changed: " : ": ") + summary(result.windows()));
  }

  private static String summary(Map<Verdict, Integer> windows) {
    return Arrays.stream(Verdict.values())
        .map(
            verdict ->
                "%,d %s"
                    .formatted(
                        windows.getOrDefault(verdict, 0), verdict.name().toLowerCase(Locale.ROOT)))
        .collect(Collectors.joining(", "));
  }
}
