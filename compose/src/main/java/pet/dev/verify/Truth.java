package pet.dev.verify;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import pet.dev.ModuleDatabase;

/**
 * What the modules' own tables say, over all days: numbers by their name, such as {@code
 * orders.revenue USD} in minor units. Nothing of it has been in Kafka.
 */
final class Truth {

  /** Rows of a name and a number. */
  private record Question(String module, String prefix, String sql) {}

  private static final List<Question> QUESTIONS =
      List.of(
          new Question(
              "builder",
              "designs.",
              """
              SELECT 'created', count(*) FROM builder.design
              UNION ALL SELECT 'deleted', count(deleted_at) FROM builder.design
              UNION ALL SELECT 'shared', count(*) FROM builder.share
              """),
          new Question(
              "builder",
              "funnel.",
              """
              SELECT 'created', count(*) FROM builder.design
              UNION ALL SELECT 'shared', count(DISTINCT design_id) FROM builder.share
              """),
          new Question(
              "builder",
              "options.",
              """
              SELECT part.name || ' ' || part.id, count(*)
              FROM builder.design_revision r, LATERAL (VALUES
                ('sizes', r.config ->> 'size'), ('colors', r.config ->> 'colorId'),
                ('hardware', r.config ->> 'hardwareId')) AS part (name, id)
              WHERE r.revision = 1 GROUP BY 1
              """),
          new Question(
              "order",
              "orders.",
              """
              SELECT 'orders', count(*) FROM orders.orders
              UNION ALL SELECT 'units', coalesce(sum(quantity), 0) FROM orders.order_item
              UNION ALL SELECT 'revenue ' || currency, sum(total) FROM orders.orders GROUP BY 1
              UNION ALL SELECT 'byStatus ' || status, count(*) FROM orders.order_history GROUP BY 1
              """),
          new Question(
              "order",
              "fulfilment.",
              """
              SELECT status, count(*) FROM (
                SELECT status, lead(status) OVER (PARTITION BY order_id ORDER BY position) AS next
                FROM orders.order_history) AS stage
              WHERE next IS NOT NULL GROUP BY 1
              """),
          new Question(
              "webhook",
              "webhooks.",
              """
              SELECT 'received ' || topic, count(*) FROM webhook.delivery GROUP BY 1
              UNION ALL SELECT 'processed ' || topic, count(*) FROM webhook.delivery
                WHERE state = 'PROCESSED' GROUP BY 1
              UNION ALL SELECT 'dead ' || topic, count(*) FROM webhook.delivery
                WHERE state = 'DEAD' GROUP BY 1
              """));

  private static final String ORDERED_REVISIONS =
      """
      SELECT design_id, design_revision, sum(quantity) FROM orders.order_item
      WHERE design_id IS NOT NULL AND design_revision IS NOT NULL GROUP BY 1, 2
      """;

  // A line's properties are the customer's to write: it may name a design that never was.
  private static final String ORDERED_OPTIONS =
      """
      SELECT part.name || ' ' || part.id, sum(o.units)
      FROM unnest(?, ?, ?) AS o (design, revision, units)
      JOIN builder.design_revision r
        ON r.design_id::text = lower(o.design) AND r.revision = o.revision, LATERAL (VALUES
        ('sizes', r.config ->> 'size'), ('colors', r.config ->> 'colorId'),
        ('hardware', r.config ->> 'hardwareId')) AS part (name, id)
      GROUP BY 1
      """;

  private Truth() {}

  /**
   * Asks each module's database.
   *
   * @throws SQLException if one does not answer
   */
  static Map<String, Long> read() throws SQLException {
    Map<String, Long> numbers = new TreeMap<>();
    for (Question question : QUESTIONS) {
      try (Connection connection = ModuleDatabase.connect(question.module());
          Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery(question.sql())) {
        while (rows.next()) {
          numbers.put(question.prefix() + rows.getString(1), rows.getLong(2));
        }
      }
    }
    numbers.putAll(ordered());
    return numbers;
  }

  /** Two modules' tables, which may be on two servers: what one says is brought to the other. */
  private static Map<String, Long> ordered() throws SQLException {
    List<String> designs = new ArrayList<>();
    List<Integer> revisions = new ArrayList<>();
    List<Long> units = new ArrayList<>();
    try (Connection connection = ModuleDatabase.connect("order");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(ORDERED_REVISIONS)) {
      while (rows.next()) {
        designs.add(rows.getString(1));
        revisions.add(rows.getInt(2));
        units.add(rows.getLong(3));
      }
    }
    Map<String, Long> numbers = new TreeMap<>();
    try (Connection connection = ModuleDatabase.connect("builder");
        PreparedStatement statement = connection.prepareStatement(ORDERED_OPTIONS)) {
      statement.setArray(1, connection.createArrayOf("text", designs.toArray()));
      statement.setArray(2, connection.createArrayOf("int", revisions.toArray()));
      statement.setArray(3, connection.createArrayOf("bigint", units.toArray()));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          numbers.put("options.ordered " + rows.getString(1), rows.getLong(2));
        }
      }
    }
    return numbers;
  }
}
