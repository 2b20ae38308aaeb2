package pet.dev.demo;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import pet.dev.demo.FinalComparison.Outcome;
import pet.dev.demo.StoreHttp.NoAnswer;
import pet.dev.mode.Mode;
import pet.dev.mode.ModeFile;
import pet.dev.mode.RunFolder;
import pet.dev.mode.RunRecord;
import pet.dev.mode.RunRecord.Running;
import pet.platform.login.DevelopmentTokens;

/**
 * {@code make chaos-rolling}: two of every process behind an edge, restarted one after the other
 * while customers use them. No request may fail, and all that was sent is there and counted once.
 */
public final class Rolling {

  private static final Path MODE = Path.of("compose", "chaos", "replicas.yml");
  private static final int OFFSET = 12_000;
  private static final int RATE = 20;
  private static final int CUSTOMERS = 20;
  private static final Duration START = Duration.ofMinutes(3);
  private static final Duration BETWEEN = Duration.ofSeconds(1);
  private static final Duration DRAIN = Duration.ofSeconds(60);
  private static final Duration SETTLE = Duration.ofSeconds(60);

  private final StoreChild child;
  private final StoreHttp store;
  private final RunFolder folder;
  private final String kafka;
  private final Map<URI, StoreHttp> direct = new HashMap<>();

  private Rolling(StoreChild child, Path home, String kafka) {
    this.child = child;
    this.kafka = kafka;
    this.store = new StoreHttp(URI.create(child.url()));
    this.folder = new RunFolder(home);
  }

  /**
   * Restarts and counts.
   *
   * @param args how often to restart them all; once unless told
   */
  public static void main(String[] args) throws Exception {
    Demo.prepareClients();
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 1;
    String moved = System.getenv("PET_PORT_OFFSET");
    int offset = moved == null || moved.isBlank() ? OFFSET : Integer.parseInt(moved);
    Mode mode = ModeFile.read(MODE);
    Path home = StoreChild.newHome();
    Path log = home.resolveSibling("store.log");
    StoreChild child = StoreChild.of(MODE, mode, offset, home, log);
    Runtime.getRuntime().addShutdownHook(new Thread(child::abandon, "abandon-store"));
    System.out.printf(
        "%d processes behind an edge on %s; their log is %s%n",
        mode.processes().size() - 1, child.url(), log);
    System.exit(new Rolling(child, home, "localhost:" + (9092 + offset)).run(rounds, home) ? 0 : 1);
  }

  private boolean run(int rounds, Path home) throws InterruptedException, NoAnswer {
    Instant start = Instant.now();
    child.start(store, START);
    List<Running> replicas = replicas();
    for (Running replica : replicas) {
      await(() -> isReady(replica), replica.name() + " is not ready");
    }
    DevelopmentTokens tokens =
        DevelopmentTokens.at(home.resolve("keys").resolve("development.jwk"));
    List<Customer> customers =
        Customer.population(Long.toString(start.toEpochMilli(), 36), CUSTOMERS, tokens);
    Ledger ledger = new Ledger();
    StoreReader reader = new StoreReader(store, tokens.mint("rolling-staff", "staff", null), start);
    Totals before = reader.countedOnceItCan(START);
    Optional<RollupWatch> watch = RollupWatch.start(kafka, reader.designsByDay());
    Outcome outcome;
    try (Traffic traffic =
        new Traffic(store, customers, ledger, new Shop(ledger, start), start.toEpochMilli())) {
      AtomicBoolean open = new AtomicBoolean(true);
      Thread customersAtWork = new Thread(() -> traffic.run(RATE, open::get), "customers");
      customersAtWork.start();
      TimeUnit.MILLISECONDS.sleep(BETWEEN.toMillis());
      for (int round = 1; round <= rounds; round++) {
        for (Running replica : replicas) {
          restart(replica.name(), ledger);
        }
      }
      open.set(false);
      customersAtWork.join();
      if (!traffic.finish(DRAIN)) {
        ledger.error("some deliveries were not taken in time");
      }
      outcome = new FinalComparison(reader, ledger, customers, before).settle(SETTLE);
    }
    Latencies.Summary eventToRollup =
        watch.map(w -> w.since(ledger.confirmedAt()).summary()).orElse(null);
    if (watch.isPresent()) {
      watch.get().stop();
    }
    child.stop();
    return tell(outcome, ledger, eventToRollup, rounds * replicas.size());
  }

  private static boolean tell(
      Outcome outcome, Ledger ledger, Latencies.Summary eventToRollup, int restarts) {
    ledger.complaints().forEach(System.out::println);
    Report report = Report.of(outcome, ledger, eventToRollup);
    System.out.println(report.table());
    System.out.printf(
        "%s; %d restarts, %d of %d requests failed%n",
        report.verdict(), restarts, ledger.errors(), ledger.actions());
    return outcome.isEqual() && ledger.errors() == 0;
  }

  /** All but the edge. */
  private List<Running> replicas() {
    List<Running> all = record().processes();
    return all.subList(1, all.size());
  }

  private RunRecord record() {
    return folder.read().orElseThrow(() -> new IllegalStateException("the store has ended"));
  }

  private Running now(String name) {
    return record().processes().stream()
        .filter(process -> process.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** As a new version is brought out: the signal that asks it to end; its launcher starts it. */
  private void restart(String name, Ledger ledger) throws InterruptedException {
    Running old = now(name);
    ProcessHandle process = old.handle().orElseThrow();
    int actions = ledger.actions();
    int errors = ledger.errors();
    long begin = System.nanoTime();
    process.destroy();
    await(() -> !process.isAlive(), name + " does not end");
    long ended = System.nanoTime();
    await(() -> now(name).pid() != old.pid() && isReady(now(name)), name + " does not come back");
    System.out.printf(
        "%-12s ended after %.1f s, ready again after %.1f s; meanwhile %d actions, %d errors%n",
        name,
        (ended - begin) / 1e9,
        (System.nanoTime() - begin) / 1e9,
        ledger.actions() - actions,
        ledger.errors() - errors);
    TimeUnit.MILLISECONDS.sleep(BETWEEN.toMillis());
  }

  private boolean isReady(Running replica) {
    try {
      StoreHttp http = direct.computeIfAbsent(replica.url(), StoreHttp::new);
      return http.get("/ready", null).status() == 200;
    } catch (NoAnswer e) {
      return false;
    }
  }

  private static void await(BooleanSupplier condition, String otherwise)
      throws InterruptedException {
    long deadline = System.nanoTime() + START.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(otherwise);
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }
}
