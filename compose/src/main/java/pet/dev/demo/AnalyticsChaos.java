package pet.dev.demo;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import pet.dev.DevServers;
import pet.dev.verify.Verify;
import pet.messaging.KafkaSettings;
import pet.platform.login.DevelopmentTokens;

/**
 * The customers, the faults and the check of {@code make chaos-analytics}; {@code
 * scripts/chaos-analytics} does the killing meanwhile. At the end every rollup must say what the
 * modules' own tables say, and each poison must lie in its {@code .dlq}, once for each topology.
 */
public final class AnalyticsChaos {

  private static final int RATE = 20;
  private static final int CUSTOMERS = 20;
  private static final Duration DRAIN = Duration.ofSeconds(60);
  private static final Duration SETTLE = Duration.ofMinutes(5);

  private AnalyticsChaos() {}

  /**
   * Sends, spoils, waits and judges.
   *
   * @param args the store's address, the key of the tokens, and a file whose being there says that
   *     nothing is killed any more
   */
  public static void main(String[] args) throws Exception {
    if (args.length != 3) {
      System.err.println("usage: AnalyticsChaos URL KEY QUIET_FILE");
      System.exit(2);
    }
    Demo.prepareClients();
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Path quiet = Path.of(args[2]);
    KafkaSettings kafka = KafkaSettings.at(DevServers.kafkaFromEnvironment());
    System.out.printf("%d actions a second, seed %d%n", RATE, seed);

    Instant start = Instant.now();
    DevelopmentTokens tokens = DevelopmentTokens.at(Path.of(args[1]));
    List<Customer> customers =
        Customer.population(Long.toString(start.toEpochMilli(), 36), CUSTOMERS, tokens);
    Ledger ledger = new Ledger();
    boolean poisonFound;
    try (EventFaults mischief = new EventFaults(kafka, random)) {
      try (Traffic traffic =
          new Traffic(
              new StoreHttp(URI.create(args[0])),
              customers,
              ledger,
              new Shop(ledger, start),
              random.nextLong())) {
        Thread customersAtWork =
            new Thread(() -> traffic.run(RATE, () -> !Files.exists(quiet)), "customers");
        customersAtWork.setDaemon(true);
        customersAtWork.start();
        while (!Files.exists(quiet)) {
          mischief.more();
        }
        customersAtWork.join();
        if (!traffic.finish(DRAIN)) {
          System.out.println("some deliveries were not taken in time");
        }
      }
      boolean equal = Verify.verify(kafka, SETTLE);
      poisonFound = mischief.poisonFound(SETTLE);
      Totals sent = ledger.totals();
      System.out.printf(
          "%d designs and %d orders by customers; %s%n",
          sent.designs(), sent.orders(), mischief.summary());
      System.out.println(
          "every rollup equal to the truth: "
              + (equal ? "yes" : "NO")
              + ", poison in .dlq: "
              + (poisonFound ? "yes" : "NO"));
      System.exit(equal && poisonFound && mischief.wasDone() ? 0 : 1);
    }
  }
}
