package pet.dev.verify;

import ch.qos.logback.classic.Level;
import io.dropwizard.logging.common.BootstrapLogging;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import pet.dev.DevServers;
import pet.dev.ModuleDatabase;
import pet.messaging.KafkaSettings;

/**
 * {@code make analytics-verify}: recomputes every rollup from the modules' own tables, and compares
 * window by window. What is on its way is waited for. Exits with 1 if anything differs.
 */
public final class Verify {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private Verify() {}

  public static void main(String[] args) throws InterruptedException {
    BootstrapLogging.bootstrap(Level.ERROR);
    String servers = DevServers.kafkaFromEnvironment();
    try {
      System.exit(verify(KafkaSettings.at(servers), PATIENCE) ? 0 : 1);
    } catch (SQLException e) {
      System.err.println("PostgreSQL does not answer: " + e.getMessage());
    } catch (KafkaException e) {
      System.err.println("Kafka at " + servers + " does not answer: " + e.getMessage());
    }
    System.exit(2);
  }

  /**
   * Compares and prints what it found, by the tables where the environment says.
   *
   * @param patience for how long to wait for what is on its way
   * @return whether all that can be compared is equal, and all estimates within their error
   * @throws SQLException if PostgreSQL does not answer
   */
  public static boolean verify(KafkaSettings kafka, Duration patience)
      throws SQLException, InterruptedException {
    return verify(kafka, ModuleDatabase::connect, patience, System.out);
  }

  /** Likewise, by the tables that are told. */
  public static boolean verify(
      KafkaSettings kafka, ModuleTables tables, Duration patience, PrintStream out)
      throws SQLException, InterruptedException {
    Judge judge = new Judge(kafka, tables);
    Map<Rollup, Comparison> comparisons = new EnumMap<>(Rollup.class);
    for (Rollup rollup : Rollup.values()) {
      comparisons.put(rollup, judge.judge(rollup));
    }
    long deadline = System.nanoTime() + patience.toNanos();
    if (differing(comparisons.values()) > 0) {
      System.err.printf("not the same yet: looking again, for %d s%n", patience.toSeconds());
    }
    while (differing(comparisons.values()) > 0 && System.nanoTime() < deadline) {
      TimeUnit.SECONDS.sleep(1);
      for (Rollup rollup : Rollup.values()) {
        if (comparisons.get(rollup).differing() > 0) {
          comparisons.put(rollup, judge.judge(rollup));
        }
      }
    }
    print(comparisons.values(), out);
    return differing(comparisons.values()) == 0;
  }

  private static int differing(Collection<Comparison> comparisons) {
    return comparisons.stream().mapToInt(Comparison::differing).sum();
  }

  private static void print(Collection<Comparison> comparisons, PrintStream out) {
    Comparison.printHead(out);
    comparisons.forEach(comparison -> comparison.print(out));
    comparisons.forEach(comparison -> comparison.printDifferences(out));
    comparisons.forEach(comparison -> comparison.printPassedOver(out));
    int values = comparisons.stream().mapToInt(Comparison::values).sum();
    int differing = differing(comparisons);
    out.println(
        differing == 0
            ? "counted = stored: " + values + " values"
            : differing + " of " + values + " values differ");
  }
}
