package pet.dev.verify;

import ch.qos.logback.classic.Level;
import io.dropwizard.logging.common.BootstrapLogging;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import pet.dev.DevServers;
import pet.dev.ModuleDatabase;
import pet.domain.ModuleName;
import pet.messaging.KafkaSettings;
import pet.platform.PetConfiguration;
import pet.platform.SettingsFile;
import pet.platform.database.DatabaseSettings;

/**
 * {@code make analytics-verify}: recomputes every rollup from the modules' own tables, and compares
 * window by window. What is on its way is waited for. Exits with 1 if anything differs.
 */
public final class Verify {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private Verify() {}

  /**
   * Compares once.
   *
   * @param args the YAML of a process that knows Kafka and the modules' databases; where
   *     development has them unless told
   */
  public static void main(String[] args) throws InterruptedException {
    BootstrapLogging.bootstrap(Level.ERROR);
    KafkaSettings kafka = KafkaSettings.at(DevServers.kafkaFromEnvironment());
    ModuleTables tables = ModuleDatabase::connect;
    try {
      if (args.length > 0) {
        PetConfiguration settings = SettingsFile.read(args[0]).shared();
        kafka = settings.kafka();
        tables =
            module ->
                connect(settings.database(ModuleName.valueOf(module.toUpperCase(Locale.ROOT))));
      }
      System.exit(verify(kafka, tables, PATIENCE, System.out) ? 0 : 1);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
    } catch (SQLException e) {
      System.err.println("PostgreSQL does not answer: " + e.getMessage());
    } catch (KafkaException e) {
      System.err.println(
          "Kafka at " + kafka.bootstrapServers() + " does not answer: " + e.getMessage());
    }
    System.exit(2);
  }

  private static Connection connect(DatabaseSettings at) throws SQLException {
    return DriverManager.getConnection(at.url(), at.user(), at.password().value());
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
    RollupCheck check = new RollupCheck(kafka, tables);
    Map<Rollup, Comparison> comparisons = new EnumMap<>(Rollup.class);
    for (Rollup rollup : Rollup.values()) {
      comparisons.put(rollup, check.compare(rollup));
    }
    long deadline = System.nanoTime() + patience.toNanos();
    if (differing(comparisons.values()) > 0) {
      System.err.printf("not the same yet: looking again, for %d s%n", patience.toSeconds());
    }
    while (differing(comparisons.values()) > 0 && System.nanoTime() < deadline) {
      TimeUnit.SECONDS.sleep(1);
      for (Rollup rollup : Rollup.values()) {
        if (comparisons.get(rollup).differing() > 0) {
          comparisons.put(rollup, check.compare(rollup));
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
