package pet.dev.verify;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How long things took by the modules' own tables: means to the last millisecond, and the bounds of
 * percentiles, which come from sketches: the exact ones of twice the stated error to both sides.
 */
final class Times {

  /**
   * What the tables say of a window.
   *
   * @param count of how many
   * @param mean rounded down
   * @param bounds of each percentile: the least and the most that it may be
   */
  record Took(long count, long mean, Map<String, Bounds> bounds) {}

  record Bounds(long least, long most) {}

  /**
   * A module's question.
   *
   * @param count the rollup's number that says of how many
   * @param percentiles the rollup's fields, in the order of the question's bounds, two for each
   * @param sql rows of a window's start, what it is about, how many, their sum, and the bounds; the
   *     window's length in seconds stands where the marks are
   */
  record Question(String module, String count, List<String> percentiles, String sql) {}

  static final Map<Rollup, Question> QUESTIONS =
      Map.of(
          Rollup.WEBHOOKS,
          new Question(
              "webhook",
              "processed",
              List.of("lagP50", "lagP99"),
              """
              SELECT floor(extract(epoch FROM first_processed_at) / ?)::bigint * ?, topic, count(*),
                sum(lag_millis), percentile_disc(ARRAY[0.48, 0.52, 0.9894, 0.9906])
                  WITHIN GROUP (ORDER BY lag_millis)
              FROM webhook.delivery WHERE first_processed_at IS NOT NULL GROUP BY 1, 2
              """),
          Rollup.FULFILMENT,
          new Question(
              "order",
              "count",
              List.of("p50", "p95", "p99"),
              """
              SELECT floor(left_at / 1000 / ?)::bigint * ?, status, count(*),
                sum(left_at - at), percentile_disc(ARRAY[0.48, 0.52, 0.948, 0.952, 0.9894, 0.9906])
                  WITHIN GROUP (ORDER BY left_at - at)
              FROM (
                SELECT status, at, lead(at) OVER (PARTITION BY order_id ORDER BY position) AS left_at
                FROM (
                  SELECT order_id, position, status,
                    floor(extract(epoch FROM at) * 1000)::bigint AS at
                  FROM orders.order_history) AS history) AS stage
              WHERE left_at IS NOT NULL GROUP BY 1, 2
              """));

  private Times() {}

  /**
   * Asks the module's database.
   *
   * @throws SQLException if it does not answer
   */
  static Map<Window, Took> read(ModuleTables tables, Rollup rollup) throws SQLException {
    Question question = QUESTIONS.get(rollup);
    Map<Window, Took> times = new HashMap<>();
    try (Connection connection = tables.connect(question.module());
        PreparedStatement statement = connection.prepareStatement(question.sql())) {
      for (Grain grain : rollup.grains()) {
        statement.setLong(1, grain.seconds());
        statement.setLong(2, grain.seconds());
        try (ResultSet rows = statement.executeQuery()) {
          while (rows.next()) {
            times.put(
                new Window(grain, rows.getLong(1), rows.getString(2)),
                new Took(
                    rows.getLong(3),
                    rows.getLong(4) / rows.getLong(3),
                    bounds(question, (Long[]) rows.getArray(5).getArray())));
          }
        }
      }
    }
    return times;
  }

  private static Map<String, Bounds> bounds(Question question, Long[] found) {
    Map<String, Bounds> bounds = new HashMap<>();
    List<String> fields = question.percentiles();
    for (int i = 0; i < fields.size(); i++) {
      long least = found[2 * i];
      long most = found[2 * i + 1];
      // The sketch holds floats, which are off by so much from some hours on.
      bounds.put(fields.get(i), new Bounds(least - (least >> 23), most + (most >> 23)));
    }
    return bounds;
  }
}
