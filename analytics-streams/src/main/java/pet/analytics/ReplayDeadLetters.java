package pet.analytics;

import ch.qos.logback.classic.Level;
import com.codahale.metrics.MetricRegistry;
import io.dropwizard.logging.common.BootstrapLogging;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import pet.analytics.rollup.DeadLetterReplay;
import pet.analytics.rollup.RollupTopology;
import pet.messaging.KafkaSettings;
import pet.platform.EnvironmentVariables;

/** {@code make analytics-replay-dead}: sends a topology's dead letters once more, after a mend. */
public final class ReplayDeadLetters {

  private ReplayDeadLetters() {}

  /**
   * Replays, and tells how many.
   *
   * @param args the topology, such as {@code designs}
   */
  public static void main(String[] args) {
    BootstrapLogging.bootstrap(Level.ERROR);
    Rollups rollups = new Rollups(AnalyticsSettings.DEFAULT.times(), new MetricRegistry());
    String name = args.length == 0 ? "" : args[0];
    Optional<RollupTopology<?>> topology = rollups.named(name);
    if (topology.isEmpty()) {
      System.err.println(
          (name.isBlank() ? "" : "there is no topology \"" + name + "\"\n")
              + "usage: make analytics-replay-dead TOPOLOGY="
              + rollups.all().stream().map(RollupTopology::name).collect(Collectors.joining("|")));
      System.exit(2);
    }
    String servers =
        Optional.ofNullable(EnvironmentVariables.ofProcess().lookup("PET_KAFKA"))
            .filter(told -> !told.isBlank())
            .orElse("localhost:9092");
    try {
      int sent =
          new DeadLetterReplay(KafkaSettings.at(servers), name)
              .run(
                  topology.get().sources(),
                  soFar -> System.err.println("sent " + soFar + " so far"));
      System.out.println(sent + " dead letters of " + name + " were sent once more");
    } catch (KafkaException e) {
      System.err.println(
          "Kafka at " + servers + " does not answer (" + e.getMessage() + "); a repeat goes on");
      System.exit(1);
    }
  }
}
