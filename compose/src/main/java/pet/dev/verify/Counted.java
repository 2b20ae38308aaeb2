package pet.dev.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import pet.dev.CommittedTopics;
import pet.messaging.Json;
import pet.messaging.KafkaSettings;
import pet.messaging.Topics;

/**
 * What the rollup topics say, as any dashboard reads them: the days of all rollups and of what came
 * late, added up, by the same names as {@link Truth} has.
 */
final class Counted {

  private static final ObjectMapper JSON = Json.tolerant();

  private Counted() {}

  /** Reads all that is committed by now. */
  static Map<String, Long> read(KafkaSettings kafka) {
    Map<String, JsonNode> latest = new HashMap<>();
    List<String> topics = new ArrayList<>(Topics.ANALYTICS);
    topics.add(Topics.ANALYTICS_LATE);
    CommittedTopics.read(
        kafka,
        topics,
        record -> {
          String key = name(record) + "|" + record.key();
          if (record.value() == null) {
            latest.remove(key);
          } else {
            latest.put(key, value(record));
          }
        });
    Map<String, Long> numbers = new TreeMap<>();
    latest.forEach(
        (key, value) -> {
          // Of what came late, the rollup is part of the key.
          String window = key.replaceFirst("^late\\|", "");
          String rollup = window.substring(0, window.indexOf('|'));
          if (window.startsWith(rollup + "|day|")) {
            add(rollup, value, numbers);
          }
        });
    return numbers;
  }

  private static String name(ConsumerRecord<String, byte[]> record) {
    return record.topic().substring(record.topic().lastIndexOf('.') + 1);
  }

  private static JsonNode value(ConsumerRecord<String, byte[]> record) {
    try {
      return JSON.readTree(record.value());
    } catch (IOException e) {
      throw new UncheckedIOException(record.topic() + " has what is not JSON: " + record.key(), e);
    }
  }

  private static void add(String rollup, JsonNode value, Map<String, Long> numbers) {
    switch (rollup) {
      case "designs" -> plain("designs.", value, numbers, "created", "shared", "deleted");
      case "funnel" -> plain("funnel.", value, numbers, "created", "shared");
      case "orders" -> {
        plain("orders.", value, numbers, "orders", "units");
        value
            .get("revenue")
            .forEach(
                sum ->
                    plus(
                        numbers,
                        "orders.revenue " + sum.get("currencyCode").asText(),
                        minorUnits(sum)));
        value
            .get("byStatus")
            .properties()
            .forEach(
                status ->
                    plus(
                        numbers, "orders.byStatus " + status.getKey(), status.getValue().asLong()));
      }
      case "options" -> {
        options("options.", value.get("designs"), numbers);
        options("options.ordered ", value.get("orderedUnits"), numbers);
      }
      case "fulfilment" ->
          plus(numbers, "fulfilment." + value.get("stage").asText(), value.get("count").asLong());
      case "webhooks" -> {
        for (String what : List.of("received", "processed", "dead")) {
          plus(
              numbers,
              "webhooks." + what + " " + value.get("topic").asText(),
              value.get(what).asLong());
        }
      }
      default -> throw new IllegalStateException("a rollup that nobody verifies: " + rollup);
    }
  }

  private static void options(String prefix, JsonNode parts, Map<String, Long> numbers) {
    for (String part : List.of("sizes", "colors", "hardware")) {
      parts
          .get(part)
          .forEach(
              choice ->
                  plus(
                      numbers,
                      prefix + part + " " + choice.get("id").asText(),
                      choice.get("count").asLong()));
    }
  }

  private static void plain(
      String prefix, JsonNode value, Map<String, Long> numbers, String... names) {
    for (String name : names) {
      plus(numbers, prefix + name, value.get(name).asLong());
    }
  }

  private static long minorUnits(JsonNode money) {
    Currency currency = Currency.getInstance(money.get("currencyCode").asText());
    return new BigDecimal(money.get("amount").asText())
        .movePointRight(currency.getDefaultFractionDigits())
        .longValueExact();
  }

  private static void plus(Map<String, Long> numbers, String name, long more) {
    if (more != 0) {
      numbers.merge(name, more, Long::sum);
    }
  }
}
