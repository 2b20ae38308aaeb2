package pet.analytics;

import ch.qos.logback.classic.Level;
import com.codahale.metrics.MetricRegistry;
import io.dropwizard.logging.common.BootstrapLogging;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import pet.analytics.rollup.DeadLetterReplay;
import pet.analytics.rollup.RollupTopology;

/** {@code make analytics-replay-dead}: sends a topology's dead letters once more, after a mend. */
public final class ReplayDeadLetters {

  private ReplayDeadLetters() {}

  /**
   * Replays, and tells how many.
   *
   * @param args the YAML of the process that counts; then the topology, such as {@code designs}
   */
  public static void main(String[] args) {
    BootstrapLogging.bootstrap(Level.ERROR);
    ToolSettings tool = ToolSettings.orExit(args);
    Rollups rollups = new Rollups(tool.analytics().times(), new MetricRegistry());
    String name = args.length < 2 ? "" : args[1];
    Optional<RollupTopology<?>> topology = rollups.named(name);
    if (topology.isEmpty()) {
      System.err.println(
          (name.isBlank() ? "" : "there is no topology \"" + name + "\"\n")
              + "usage: make analytics-replay-dead TOPOLOGY="
              + rollups.all().stream().map(RollupTopology::name).collect(Collectors.joining("|")));
      System.exit(2);
    }
    try {
      int sent =
          new DeadLetterReplay(tool.kafka(), name)
              .run(
                  topology.get().sources(),
                  soFar -> System.err.println("sent " + soFar + " so far"));
      System.out.println(sent + " dead letters of " + name + " were sent once more");
    } catch (KafkaException e) {
      System.err.println(
          "Kafka at "
              + tool.kafka().bootstrapServers()
              + " does not answer ("
              + e.getMessage()
              + "); a repeat goes on");
      System.exit(1);
    }
  }
}
