package pet.dev.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import pet.dev.CommittedTopics;
import pet.dev.ModuleDatabase;
import pet.messaging.Json;
import pet.messaging.KafkaSettings;
import pet.messaging.Topics;

/**
 * The percentiles of the rollups, which come from sketches, against those of the modules' own
 * tables: each must lie between the exact ones of twice its stated error to both sides. Only days
 * of which both know the same number are compared; what came late is in neither.
 */
final class Percentiles {

  private static final ObjectMapper JSON = Json.tolerant();

  /**
   * What a module's tables say of each day.
   *
   * @param count the field of the rollup that says of how many
   * @param fields of the rollup, in the order of the question's bounds, two for each
   * @param millis by so much two clocks may differ, or one is rounded
   * @param sql rows of a day, what it is about, how many there are, and the bounds
   */
  private record Question(
      String module, String topic, String count, List<String> fields, long millis, String sql) {}

  private static final List<Question> QUESTIONS =
      List.of(
          // A replay is timed from when it was asked for.
          new Question(
              "webhook",
              Topics.ANALYTICS_WEBHOOKS,
              "processed",
              List.of("lagP50", "lagP99"),
              2,
              """
              SELECT to_char(first_processed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD'), topic, count(*),
                percentile_disc(ARRAY[0.48, 0.52, 0.9894, 0.9906]) WITHIN GROUP (
                  ORDER BY (extract(epoch FROM first_processed_at - received_at) * 1000)::bigint)
              FROM webhook.delivery WHERE first_processed_at IS NOT NULL
              GROUP BY 1, 2 HAVING count(replayed_at) = 0
              """),
          // The history has the process's clock, events have the database's.
          new Question(
              "order",
              Topics.ANALYTICS_FULFILMENT,
              "count",
              List.of("p50", "p95", "p99"),
              1_000,
              """
              SELECT to_char(left_at AT TIME ZONE 'UTC', 'YYYY-MM-DD'), status, count(*),
                percentile_disc(ARRAY[0.48, 0.52, 0.948, 0.952, 0.9894, 0.9906]) WITHIN GROUP (
                  ORDER BY (extract(epoch FROM left_at - at) * 1000)::bigint)
              FROM (
                SELECT status, at,
                  lead(at) OVER (PARTITION BY order_id ORDER BY position) AS left_at
                FROM orders.order_history) AS stage
              WHERE left_at IS NOT NULL GROUP BY 1, 2
              """));

  private final KafkaSettings kafka;
  private int compared;
  private int passedOver;
  private int differences;

  private Percentiles(KafkaSettings kafka) {
    this.kafka = kafka;
  }

  /**
   * Compares and prints.
   *
   * @return how many lie outside of their bounds
   * @throws SQLException if PostgreSQL does not answer
   */
  static int compare(KafkaSettings kafka) throws SQLException {
    Percentiles percentiles = new Percentiles(kafka);
    for (Question question : QUESTIONS) {
      percentiles.compare(question);
    }
    System.out.printf(
        "percentiles within their error: %d of %d; days with another number of them: %d%n",
        percentiles.compared - percentiles.differences,
        percentiles.compared,
        percentiles.passedOver);
    return percentiles.differences;
  }

  private void compare(Question question) throws SQLException {
    Map<String, JsonNode> days = days(question.topic());
    try (Connection connection = ModuleDatabase.connect(question.module());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(question.sql())) {
      while (rows.next()) {
        String key = "day|" + rows.getString(1) + "T00:00:00Z|" + rows.getString(2);
        JsonNode told = days.get(key);
        if (told == null || told.get(question.count()).asLong() != rows.getLong(3)) {
          passedOver++;
        } else {
          compare(question, key, told, (Long[]) rows.getArray(4).getArray());
        }
      }
    }
  }

  private void compare(Question question, String key, JsonNode told, Long[] bounds) {
    int at = 0;
    for (String field : question.fields()) {
      long least = bounds[at++] - question.millis();
      long most = bounds[at++] + question.millis();
      long value = told.get(field).asLong();
      compared++;
      if (value < least || value > most) {
        differences++;
        System.out.printf(
            "%s %s %s: %d, not between %d and %d   DIFFERS%n",
            question.topic(), key, field, value, least, most);
      }
    }
  }

  private Map<String, JsonNode> days(String topic) {
    Map<String, JsonNode> days = new HashMap<>();
    CommittedTopics.read(
        kafka,
        List.of(topic),
        record -> {
          if (record.key().startsWith("day|") && record.value() != null) {
            days.put(record.key(), value(record.value()));
          }
        });
    return days;
  }

  private static JsonNode value(byte[] json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
