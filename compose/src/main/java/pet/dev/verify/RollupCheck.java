package pet.dev.verify;

import io.dropwizard.util.Duration;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeSet;
import pet.dev.Variables;
import pet.dev.verify.Times.Took;
import pet.messaging.KafkaSettings;

/**
 * Compares a rollup with the modules' own tables, window by window: sums exactly and late events
 * included, averages and rates to the last digit, people and percentiles within their error.
 */
final class RollupCheck {

  /** So long before its end a window's removal by age is reckoned with. */
  private static final long SOON_SECONDS = Duration.hours(1).toSeconds();

  /** So much younger than what is kept of deliveries is whatever can be compared. */
  private static final long PROCESSING_SECONDS = Duration.days(7).toSeconds();

  private static final String PARTLY_LATE =
      "averages, rates, percentiles and people of windows of which some came late";

  private final KafkaSettings kafka;
  private final ModuleTables tables;

  RollupCheck(KafkaSettings kafka, ModuleTables tables) {
    this.kafka = kafka;
    this.tables = tables;
  }

  /**
   * Compares what is there now.
   *
   * @throws SQLException if PostgreSQL does not answer
   */
  Comparison compare(Rollup rollup) throws SQLException {
    Windows stored = RecomputedWindows.read(tables, rollup);
    Map<Window, Took> times =
        Times.QUESTIONS.containsKey(rollup) ? Times.read(tables, rollup) : Map.of();
    PublishedWindows counted = PublishedWindows.read(kafka, rollup);
    // After the values: what is counted has its event there.
    People people = rollup == Rollup.DESIGNS ? People.read(kafka, tables, rollup) : null;
    long now = Instant.now().getEpochSecond();
    Comparison comparison = new Comparison(rollup, rollup.grains());
    for (int i = 0; i < counted.strays(); i++) {
      comparison.passOver("records that no rollup writes");
    }
    for (Window window : stored.and(counted.sums())) {
      if (isToBeCompared(comparison, rollup, window, now)) {
        boolean isLate = counted.late().contains(window);
        comparison.window(window, isLate);
        sums(comparison, window, stored, counted.sums());
        if (!isLate) {
          derived(comparison, rollup, window, stored, counted, times.get(window), people);
        } else if (!rollup.derived().isEmpty() || rollup == Rollup.ORDERS) {
          comparison.passOver(PARTLY_LATE);
        }
      }
    }
    return comparison;
  }

  private static boolean isToBeCompared(
      Comparison comparison, Rollup rollup, Window window, long now) {
    if (!rollup.grains().contains(window.grain())) {
      comparison.passOver("windows of a grain that it does not have");
      return false;
    }
    if (rollup == Rollup.WEBHOOKS && window.start() < now - deliveriesKept()) {
      comparison.passOver("windows whose deliveries are removed by age");
      return false;
    }
    // What is removed by age, as it is to be, is not spoken of.
    return window.grain().isKept(window.start(), now + SOON_SECONDS);
  }

  private static long deliveriesKept() {
    String kept = Variables.text("WEBHOOK_KEEP_DELIVERIES", "90d");
    return Duration.parse(kept).toSeconds() - PROCESSING_SECONDS;
  }

  private static void sums(Comparison comparison, Window window, Windows stored, Windows counted) {
    TreeSet<String> names = new TreeSet<>(stored.names(window));
    names.addAll(counted.names(window));
    for (String name : names) {
      int id = name.lastIndexOf(' ');
      if (name.startsWith(RecomputedWindows.HIDDEN)) {
        continue;
      }
      String forgotten = (id < 0 ? name : name.substring(0, id)) + RecomputedWindows.FORGOTTEN;
      if (stored.number(window, forgotten) > 0) {
        comparison.passOver("what was in the words of people who were erased");
      } else {
        comparison.equal(window, name, stored.number(window, name), counted.number(window, name));
      }
    }
  }

  private static void derived(
      Comparison comparison,
      Rollup rollup,
      Window window,
      Windows stored,
      PublishedWindows counted,
      Took took,
      People people) {
    Map<String, BigDecimal> values = counted.derived().getOrDefault(window, Map.of());
    switch (rollup) {
      case DESIGNS -> {
        People.Bounds bounds = people.bounds(window);
        estimate(comparison, window, "designers", bounds.least(), bounds.most(), values);
      }
      case OPTIONS -> {
        // All of it adds up.
      }
      case ORDERS -> averages(comparison, window, stored, values);
      case FUNNEL -> {
        for (String step : new String[] {"shared", "ordered", "delivered"}) {
          comparison.equal(
              window,
              step + "Rate",
              ratio(stored.number(window, step), stored.number(window, "created"), 4),
              plain(values.get(step + "Rate")));
        }
      }
      case FULFILMENT, WEBHOOKS -> times(comparison, rollup, window, counted, took, values);
    }
  }

  private static void averages(
      Comparison comparison, Window window, Windows stored, Map<String, BigDecimal> values) {
    TreeSet<String> names = new TreeSet<>(values.keySet());
    for (String name : stored.names(window)) {
      if (name.startsWith("revenue ")) {
        names.add("averageOrderValue " + name.substring("revenue ".length()));
      }
    }
    for (String name : names) {
      String currency = name.substring(name.indexOf(' ') + 1);
      long orders = stored.number(window, RecomputedWindows.HIDDEN + "orders " + currency);
      comparison.equal(
          window,
          name,
          ratio(stored.number(window, "revenue " + currency), orders, 0),
          plain(values.get(name)));
    }
  }

  private static void times(
      Comparison comparison,
      Rollup rollup,
      Window window,
      PublishedWindows counted,
      Took took,
      Map<String, BigDecimal> values) {
    String count = Times.QUESTIONS.get(rollup).count();
    if (took == null || took.count() != counted.sums().number(window, count)) {
      return; // Of none, or of another number, which is a difference already.
    }
    if (rollup.derived().contains("mean")) {
      comparison.equal(
          window, "mean", plain(BigDecimal.valueOf(took.mean())), plain(values.get("mean")));
    }
    took.bounds()
        .forEach(
            (field, bounds) ->
                estimate(comparison, window, field, bounds.least(), bounds.most(), values));
  }

  private static void estimate(
      Comparison comparison,
      Window window,
      String field,
      long least,
      long most,
      Map<String, BigDecimal> values) {
    BigDecimal value = values.get(field);
    comparison.between(window, field, least, most, value == null ? null : value.longValue());
  }

  /** Rounded half-up; null of nothing. */
  private static String ratio(long part, long of, int digits) {
    return of == 0
        ? null
        : plain(
            BigDecimal.valueOf(part).divide(BigDecimal.valueOf(of), digits, RoundingMode.HALF_UP));
  }

  private static String plain(BigDecimal number) {
    return number == null ? null : number.stripTrailingZeros().toPlainString();
  }
}
