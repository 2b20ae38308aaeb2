package pet.dev.demo;

import ch.qos.logback.classic.Level;
import io.dropwizard.logging.common.BootstrapLogging;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import pet.dev.DevServers;
import pet.dev.Variables;
import pet.dev.demo.FinalComparison.Outcome;
import pet.dev.demo.StoreHttp.NoAnswer;
import pet.platform.login.DevelopmentTokens;

/** {@code make demo}: customers for a while, then the count. Exits with 1 if anything differs. */
public final class Demo {

  private static final Duration DRAIN = Duration.ofSeconds(30);
  private static final Duration SETTLE = Duration.ofSeconds(30);

  private Demo() {}

  /**
   * Runs for a while and counts.
   *
   * @param args the store's address, for how many seconds, at how many actions a second
   */
  public static void main(String[] args) throws Exception {
    prepareClients();
    if (args.length != 3) {
      fail("usage: make demo [URL=http://localhost:4000] [DURATION=60] [RATE=20]");
    }
    URI url = URI.create(args[0]);
    Duration duration = Duration.ofSeconds(number("DURATION", args[1], 3600));
    int rate = number("RATE", args[2], 500);
    try {
      Report report = run(url, duration, rate);
      System.out.print(report.table());
      String file = Variables.text("DEMO_REPORT", "");
      if (!file.isEmpty()) {
        report.writeTo(Path.of(file));
      }
      System.out.println();
      System.out.println(report.verdict());
      System.exit(report.outcome().isEqual() ? 0 : 1);
    } catch (NoAnswer e) {
      fail("no store answers at " + url + ": start one with `make dev`");
    } catch (StoreReader.UnexpectedAnswer e) {
      fail(e.getMessage());
    }
  }

  private static Report run(URI url, Duration duration, int rate) throws Exception {
    Instant start = Instant.now();
    DevelopmentTokens tokens =
        DevelopmentTokens.at(
            Path.of(Variables.text("PET_HOME", ".pet")).resolve("keys").resolve("development.jwk"));
    StoreHttp store = new StoreHttp(url);
    StoreReader reader = new StoreReader(store, tokens.mint("demo-staff", "staff", null), start);
    int size = (int) Math.max(5, Math.min(100, rate * duration.toSeconds() / 20));
    List<Customer> customers =
        Customer.population(Long.toString(start.toEpochMilli(), 36), size, tokens);
    Ledger ledger = new Ledger();
    Totals before = reader.countedOnceItCan(SETTLE);
    Optional<RollupWatch> watch =
        RollupWatch.start(DevServers.kafkaFromEnvironment(), reader.designsByDay());
    System.out.printf(
        "%d customers, %d actions a second for %d s, against %s%n",
        size, rate, duration.toSeconds(), url);

    try (Traffic traffic =
        new Traffic(store, customers, ledger, new Shop(ledger, start), start.toEpochMilli())) {
      long end = System.nanoTime() + duration.toNanos();
      try (Progress progress = new Progress(ledger)) {
        traffic.run(rate, () -> System.nanoTime() < end);
        progress.say("all sent; waiting for the store to settle");
        if (!traffic.finish(DRAIN)) {
          ledger.error("some deliveries were not taken in time");
        }
      }
    }
    Outcome outcome = new FinalComparison(reader, ledger, customers, before).settle(SETTLE);
    ledger.complaints().forEach(System.out::println);
    Latencies.Summary eventToRollup =
        watch.map(w -> w.since(ledger.confirmedAt()).summary()).orElse(null);
    if (watch.isPresent()) {
      watch.get().stop();
    }
    return Report.of(outcome, ledger, eventToRollup);
  }

  /** Quiet libraries, and no request on a connection that the store is about to close. */
  static void prepareClients() {
    BootstrapLogging.bootstrap(Level.ERROR);
    System.setProperty("jdk.httpclient.keepalive.timeout", "10");
  }

  private static int number(String name, String text, int most) {
    try {
      int number = Integer.parseInt(text);
      if (number >= 1 && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    fail(name + " must be a number from 1 to " + most + ", not '" + text + "'");
    return 0;
  }

  private static void fail(String reason) {
    System.err.println(reason);
    System.exit(2);
  }
}
