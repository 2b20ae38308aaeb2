package pet.dev.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import pet.dev.CommittedTopics;
import pet.messaging.Json;
import pet.messaging.KafkaSettings;
import pet.messaging.Topics;

/**
 * The windows of a rollup as its topic has them, for any dashboard to read, with the topic of late
 * events added.
 *
 * @param sums the numbers that can be added, by the names of {@link RecomputedWindows}; late events
 *     are in them
 * @param derived the numbers that cannot be added: averages, rates, percentiles, people; without
 *     late events, null where there is none
 * @param late windows that have late events
 * @param strays records that no rollup writes
 */
record PublishedWindows(
    Windows sums, Map<Window, Map<String, BigDecimal>> derived, Set<Window> late, int strays) {

  private static final ObjectMapper JSON = Json.tolerant();

  /** Reads all that is committed by now. */
  static PublishedWindows read(KafkaSettings kafka, Rollup rollup) {
    String late = rollup.key() + "|";
    Map<String, byte[]> inTime = new HashMap<>();
    Map<String, byte[]> tooLate = new HashMap<>();
    int[] strays = {0};
    CommittedTopics.read(
        kafka,
        List.of(rollup.topic(), Topics.ANALYTICS_LATE),
        record -> {
          boolean isInTime = record.topic().equals(rollup.topic());
          String key = record.key();
          if (key == null) {
            strays[0]++;
          } else if (isInTime) {
            put(inTime, key, record.value());
          } else if (key.startsWith(late)) {
            put(tooLate, key.substring(late.length()), record.value());
          }
        });
    PublishedWindows counted =
        new PublishedWindows(new Windows(), new HashMap<>(), new HashSet<>(), 0);
    int unreadable = strays[0];
    for (Map.Entry<String, byte[]> entry : inTime.entrySet()) {
      unreadable += counted.add(rollup, entry.getKey(), entry.getValue(), false) ? 0 : 1;
    }
    for (Map.Entry<String, byte[]> entry : tooLate.entrySet()) {
      unreadable += counted.add(rollup, entry.getKey(), entry.getValue(), true) ? 0 : 1;
    }
    return new PublishedWindows(counted.sums, counted.derived, counted.late, unreadable);
  }

  private static void put(Map<String, byte[]> latest, String key, byte[] value) {
    if (value == null) {
      latest.remove(key);
    } else {
      latest.put(key, value);
    }
  }

  private boolean add(Rollup rollup, String key, byte[] json, boolean isLate) {
    Optional<Window> window = Window.parse(key);
    if (window.isEmpty()) {
      return false;
    }
    JsonNode value;
    try {
      value = JSON.readTree(json);
    } catch (IOException e) {
      return false;
    }
    sum(rollup, window.get(), value);
    if (isLate) {
      late.add(window.get());
    } else {
      derived.put(window.get(), derivedOf(rollup, value));
    }
    return true;
  }

  private static Map<String, BigDecimal> derivedOf(Rollup rollup, JsonNode value) {
    Map<String, BigDecimal> found = new HashMap<>();
    for (String field : rollup.derived()) {
      found.put(field, value.path(field).isNumber() ? value.get(field).decimalValue() : null);
    }
    value
        .path("averageOrderValue")
        .forEach(
            money ->
                found.put(
                    "averageOrderValue " + currency(money), BigDecimal.valueOf(minorUnits(money))));
    return found;
  }

  private void sum(Rollup rollup, Window window, JsonNode value) {
    switch (rollup) {
      case DESIGNS -> plain(window, value, "created", "updated", "shared", "deleted");
      case FUNNEL -> plain(window, value, "created", "shared", "ordered", "delivered");
      case FULFILMENT -> plain(window, value, "count");
      case WEBHOOKS -> plain(window, value, "received", "processed", "dead");
      case ORDERS -> {
        plain(window, value, "orders", "units");
        value
            .path("revenue")
            .forEach(money -> sums.add(window, "revenue " + currency(money), minorUnits(money)));
        value
            .path("byStatus")
            .properties()
            .forEach(
                status ->
                    sums.add(window, "byStatus " + status.getKey(), status.getValue().asLong()));
      }
      case OPTIONS -> {
        options(window, "designs", value);
        options(window, "orderedUnits", value);
      }
    }
  }

  private void options(Window window, String kind, JsonNode value) {
    for (String part : List.of("sizes", "colors", "hardware", "fonts")) {
      value
          .path(kind)
          .path(part)
          .forEach(
              choice ->
                  sums.add(
                      window,
                      kind + "." + part + " " + choice.path("id").asText(),
                      choice.path("count").asLong()));
    }
  }

  private void plain(Window window, JsonNode value, String... names) {
    for (String name : names) {
      sums.add(window, name, value.path(name).asLong());
    }
  }

  private static String currency(JsonNode money) {
    return money.path("currencyCode").asText();
  }

  private static long minorUnits(JsonNode money) {
    int digits = Currency.getInstance(currency(money)).getDefaultFractionDigits();
    return new BigDecimal(money.path("amount").asText()).movePointRight(digits).longValueExact();
  }
}
