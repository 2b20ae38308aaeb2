package pet.dev.verify;

import ch.qos.logback.classic.Level;
import io.dropwizard.logging.common.BootstrapLogging;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import pet.dev.DevServers;
import pet.messaging.KafkaSettings;

/**
 * {@code make analytics-verify}: recomputes the rollups' counts, money and percentiles from the
 * modules' own tables, and compares. What is on its way is waited for. Exits with 1 if anything
 * differs.
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
   * Compares and prints what it found.
   *
   * @param patience for how long to wait for what is on its way
   * @return whether all numbers are equal, and all percentiles within their error
   * @throws SQLException if PostgreSQL does not answer
   */
  public static boolean verify(KafkaSettings kafka, Duration patience)
      throws SQLException, InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    Map<String, Long> truth = Truth.read();
    Map<String, Long> counted = Counted.read(kafka);
    if (!same(truth, counted)) {
      System.err.printf("not the same yet: looking again, for %d s%n", patience.toSeconds());
    }
    while (!same(truth, counted) && System.nanoTime() < deadline) {
      TimeUnit.SECONDS.sleep(1);
      truth = Truth.read();
      counted = Counted.read(kafka);
    }
    int differences = print(truth, counted);
    int outside = Percentiles.compare(kafka);
    System.out.println(
        differences == 0
            ? "counted = stored: " + truth.size() + " numbers"
            : differences + " of " + truth.size() + " numbers differ");
    return differences == 0 && outside == 0;
  }

  private static boolean same(Map<String, Long> truth, Map<String, Long> counted) {
    return names(truth, counted).stream().allMatch(name -> of(truth, name) == of(counted, name));
  }

  private static Set<String> names(Map<String, Long> truth, Map<String, Long> counted) {
    Set<String> names = new TreeSet<>(truth.keySet());
    names.addAll(counted.keySet());
    return names;
  }

  private static long of(Map<String, Long> numbers, String name) {
    return numbers.getOrDefault(name, 0L);
  }

  private static int print(Map<String, Long> truth, Map<String, Long> counted) {
    int differences = 0;
    System.out.printf("%-50s %14s %14s%n", "over all days", "stored", "counted");
    for (String name : names(truth, counted)) {
      boolean equal = of(truth, name) == of(counted, name);
      differences += equal ? 0 : 1;
      System.out.printf(
          "%-50s %14d %14d%s%n",
          name, of(truth, name), of(counted, name), equal ? "" : "   DIFFERS");
    }
    return differences;
  }
}
