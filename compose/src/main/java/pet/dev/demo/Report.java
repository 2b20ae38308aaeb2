package pet.dev.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import pet.dev.demo.FinalComparison.Outcome;
import pet.dev.demo.Latencies.Summary;
import pet.messaging.Json;

/**
 * A run's figures, for people and for scripts. Latencies count from when an action was due, so that
 * waiting behind a slow store is in them.
 *
 * @param eventToRollup from a design's 201 to its count on the topic; null where Kafka was out of
 *     reach
 */
record Report(
    Outcome outcome,
    int errors,
    int retries,
    int unknownDesigns,
    Summary createDesign,
    Summary acknowledgeWebhook,
    Summary eventToRollup,
    Summary lateness) {

  static Report of(Outcome outcome, Ledger ledger, Summary eventToRollup) {
    return new Report(
        outcome,
        ledger.errors(),
        ledger.retries(),
        ledger.unknownDesigns(),
        ledger.designLatency.summary(),
        ledger.webhookLatency.summary(),
        eventToRollup,
        ledger.lateness.summary());
  }

  String table() {
    StringBuilder text = new StringBuilder();
    text.append("%n%-10s %14s %14s %14s%n".formatted("", "sent", "stored", "counted"));
    Map<String, String> sent = outcome.sent().rows();
    Map<String, String> stored = outcome.stored().rows();
    Map<String, String> counted = outcome.counted().rows();
    sent.forEach(
        (name, value) ->
            text.append(
                "%-10s %14s %14s %14s%n"
                    .formatted(name, value, stored.get(name), counted.get(name))));
    text.append("%nPOST design      %s%n".formatted(createDesign));
    text.append("webhook ack      %s%n".formatted(acknowledgeWebhook));
    text.append(
        "event to rollup  %s%n"
            .formatted(
                eventToRollup == null
                    ? "not measured: Kafka cannot be reached (PET_KAFKA)"
                    : eventToRollup));
    text.append("late to send     %s%n".formatted(lateness));
    if (errors > 0) {
      text.append("%d errors, %d retries%n".formatted(errors, retries));
    }
    if (unknownDesigns > 0) {
      text.append(
          "%d designs had no answer, %d of them are there%n"
              .formatted(unknownDesigns, outcome.existing()));
    }
    return text.toString();
  }

  /** The line that says it all. */
  String verdict() {
    return outcome.isEqual()
        ? "sent = stored = counted: %d designs, %d orders"
            .formatted(outcome.stored().designs(), outcome.stored().orders())
        : "NOT EQUAL: " + String.join("; ", outcome.differences());
  }

  void writeTo(Path file) throws IOException {
    try {
      Files.writeString(
          file, Json.strict().writerWithDefaultPrettyPrinter().writeValueAsString(this));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
