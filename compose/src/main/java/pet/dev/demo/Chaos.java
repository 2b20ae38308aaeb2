package pet.dev.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import pet.dev.demo.FinalComparison.Outcome;
import pet.dev.demo.StoreHttp.NoAnswer;
import pet.platform.login.DevelopmentTokens;

/**
 * {@code make chaos}: kills a store of its own again and again while customers use it, and counts
 * in the end. What the store confirmed must be there, once, and be counted, once.
 */
public final class Chaos {

  private static final int RATE = 20;
  private static final int CUSTOMERS = 20;
  private static final int DEFAULT_ROUNDS = 5;
  // In each third round PostgreSQL goes first.
  private static final int POSTGRES_ROUND = 3;
  private static final Duration START = Duration.ofSeconds(90);
  private static final Duration DRAIN = Duration.ofSeconds(60);
  private static final Duration SETTLE = Duration.ofSeconds(60);

  private final StoreChild child;
  private final StoreHttp store;
  private final Random random;

  private Chaos(StoreChild child, Random random) {
    this.child = child;
    this.store = new StoreHttp(URI.create(child.url()));
    this.random = random;
  }

  /**
   * Kills and counts.
   *
   * @param args how often to kill; 5 unless told
   */
  public static void main(String[] args) throws Exception {
    Demo.prepareClients();
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : DEFAULT_ROUNDS;
    Path home = StoreChild.newHome();
    Path log = home.resolveSibling("store.log");
    StoreChild child = StoreChild.single(home, log);
    Runtime.getRuntime().addShutdownHook(new Thread(child::abandon, "abandon-store"));
    long seed = System.nanoTime();
    System.out.printf("%d rounds; the store's log is %s; seed %d%n", rounds, log, seed);
    boolean right = new Chaos(child, new Random(seed)).run(rounds, home);
    System.exit(right ? 0 : 1);
  }

  private boolean run(int rounds, Path home) throws InterruptedException, NoAnswer {
    Instant start = Instant.now();
    child.start(store, START);
    DevelopmentTokens tokens =
        DevelopmentTokens.at(home.resolve("keys").resolve("development.jwk"));
    List<Customer> customers =
        Customer.population(Long.toString(start.toEpochMilli(), 36), CUSTOMERS, tokens);
    Ledger ledger = new Ledger();
    StoreReader reader = new StoreReader(store, tokens.mint("chaos-staff", "staff", null), start);
    Totals before = reader.countedOnceItCan(START);
    Outcome outcome;
    try (Traffic traffic =
        new Traffic(store, customers, ledger, new Shop(ledger, start), random.nextLong())) {
      AtomicBoolean open = new AtomicBoolean(true);
      Thread customersAtWork = new Thread(() -> traffic.run(RATE, open::get), "customers");
      customersAtWork.start();
      for (int round = 1; round <= rounds; round++) {
        killAndRestart(round, ledger);
      }
      TimeUnit.SECONDS.sleep(2);
      open.set(false);
      customersAtWork.join();
      if (!traffic.finish(DRAIN)) {
        System.out.println("some deliveries were not taken in time");
      }
      outcome = new FinalComparison(reader, ledger, customers, before).settle(SETTLE);
    }
    Findings findings = new Findings();
    outcome.lost().forEach(findings::lost);
    outcome.doubled().forEach(findings::doubled);
    checkOrders(ledger, reader.orders(), findings);
    child.stop();

    System.out.printf(
        "%d designs, %d orders (%d shipped), %d errors, %d retries; of %d designs without an answer %d exist%n",
        outcome.stored().designs(),
        outcome.stored().orders(),
        outcome.stored().shipped(),
        ledger.errors(),
        ledger.retries(),
        ledger.unknownDesigns(),
        outcome.existing());
    findings.print();
    return findings.isEmpty();
  }

  private void killAndRestart(int round, Ledger ledger) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(1500 + random.nextInt(4500));
    String what = "the store";
    if (round % POSTGRES_ROUND == 0 && child.killPostgres()) {
      what = "PostgreSQL, then the store";
      TimeUnit.MILLISECONDS.sleep(random.nextInt(2000));
    }
    child.kill();
    long begin = System.nanoTime();
    child.start(store, START);
    Totals sent = ledger.totals();
    System.out.printf(
        "round %d: killed %s at %d designs and %d orders; ready again after %.1f s%n",
        round, what, sent.designs(), sent.orders(), (System.nanoTime() - begin) / 1e9);
  }

  private static void checkOrders(Ledger ledger, List<JsonNode> stored, Findings findings) {
    Map<Long, JsonNode> byNumber = OrderCheck.byNumber(stored, findings);
    for (SentOrder order : ledger.orders()) {
      JsonNode found = byNumber.get(order.number());
      if (found == null) {
        findings.lost("order " + order.number());
      } else {
        OrderCheck.checkHistory("order " + order.number(), found, findings);
      }
    }
  }
}
