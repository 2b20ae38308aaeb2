package pet.dev.verify;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What the modules' own tables say of a rollup, window by window. Nothing of it has been in Kafka.
 * What the tables keep of a fact has the time of its event.
 */
final class RecomputedWindows {

  /** Begins the names of numbers that no rollup has, of which others are made. */
  static final String HIDDEN = "#";

  /** Ends the names of numbers of which the tables do not know any more what they were. */
  static final String FORGOTTEN = " ?";

  // minute(t) and day(t) are where the window of that length begins, in seconds since 1970.
  private static final Pattern START = Pattern.compile("\\b(minute|day)\\(([a-z_.]+)\\)");

  /** Rows of a window's start, what it is about, a name and a number. */
  private record Question(String module, String sql) {
    private Question {
      sql =
          START
              .matcher(sql)
              .replaceAll(
                  found ->
                      String.format(
                          "(floor(extract(epoch FROM %s) / %2$d)::bigint * %2$d)",
                          found.group(2),
                          Grain.valueOf(found.group(1).toUpperCase(Locale.ROOT)).seconds()));
    }
  }

  private static final Map<Rollup, Question> QUESTIONS =
      Map.of(
          Rollup.DESIGNS,
          new Question(
              "builder",
              """
              SELECT minute(created_at), '', 'created', count(*) FROM builder.design GROUP BY 1
              UNION ALL SELECT minute(changed_at), '', 'updated', count(*)
                FROM builder.design_change GROUP BY 1
              UNION ALL SELECT minute(created_at), '', 'shared', count(*)
                FROM builder.share GROUP BY 1
              UNION ALL SELECT minute(deleted_at), '', 'deleted', count(*)
                FROM builder.design WHERE deleted_at IS NOT NULL GROUP BY 1
              """),
          Rollup.ORDERS,
          new Question(
              "order",
              """
              SELECT minute(created_at), '', 'orders', count(*) FROM orders.orders GROUP BY 1
              UNION ALL SELECT minute(created_at), '', '#orders ' || currency, count(*)
                FROM orders.orders GROUP BY 1, currency
              UNION ALL SELECT minute(created_at), '', 'revenue ' || currency, sum(placed_total)
                FROM orders.orders GROUP BY 1, currency
              UNION ALL SELECT minute(o.created_at), '', 'units', sum(i.placed_quantity)
                FROM orders.orders o JOIN orders.order_item i ON i.order_id = o.id GROUP BY 1
              UNION ALL SELECT minute(at), '', 'byStatus ' || status, count(*)
                FROM orders.order_history GROUP BY 1, status
              """),
          Rollup.OPTIONS,
          new Question(
              "builder",
              """
              SELECT minute(r.created_at), '', 'designs.' || part.name || ' ' || part.id, count(*)
              FROM builder.design_revision r JOIN builder.design d ON d.id = r.design_id,
                LATERAL (VALUES
                  ('sizes', r.config ->> 'size'), ('colors', r.config ->> 'colorId'),
                  ('hardware', r.config ->> 'hardwareId'),
                  ('fonts', CASE WHEN d.owner IS NULL THEN '?'
                    ELSE r.config #>> '{personalization,font}' END)) AS part (name, id)
              WHERE r.revision = 1 AND part.id IS NOT NULL GROUP BY 1, part.name, part.id
              """),
          Rollup.FUNNEL,
          new Question(
              "builder",
              """
              SELECT day(created_at), '', 'created', count(*) FROM builder.design GROUP BY 1
              UNION ALL SELECT day(d.created_at), '', 'shared', count(DISTINCT d.id)
                FROM builder.design d JOIN builder.share s ON s.design_id = d.id GROUP BY 1
              """),
          Rollup.FULFILMENT,
          new Question(
              "order",
              """
              SELECT day(left_at), status, 'count', count(*) FROM (
                SELECT status, lead(at) OVER (PARTITION BY order_id ORDER BY position) AS left_at
                FROM orders.order_history) AS stage
              WHERE left_at IS NOT NULL GROUP BY 1, 2
              """),
          Rollup.WEBHOOKS,
          new Question(
              "webhook",
              """
              SELECT minute(received_at), topic, 'received', count(*)
              FROM webhook.delivery GROUP BY 1, 2
              UNION ALL SELECT minute(first_processed_at), topic, 'processed', count(*)
                FROM webhook.delivery WHERE first_processed_at IS NOT NULL GROUP BY 1, 2
              UNION ALL SELECT minute(h.at), d.topic, 'dead', count(*)
                FROM webhook.delivery_history h JOIN webhook.delivery d ON d.id = h.delivery_id
                WHERE h.what = 'DEAD' GROUP BY 1, 2
              """));

  // A line's properties are the customer's to write: it may name a design that never was.
  private static final Question ORDERED_REVISIONS =
      new Question(
          "order",
          """
          SELECT minute(o.created_at), lower(i.design_id), i.design_revision, sum(i.placed_quantity)
          FROM orders.orders o JOIN orders.order_item i ON i.order_id = o.id
          WHERE i.design_id IS NOT NULL AND i.design_revision IS NOT NULL
            AND i.placed_quantity IS NOT NULL
          GROUP BY 1, 2, 3
          """);

  private static final Question OPTIONS_OF =
      new Question(
          "builder",
          """
          SELECT o.minute, '', 'orderedUnits.' || part.name || ' ' || part.id, sum(o.units)
          FROM unnest(?, ?, ?, ?) AS o (minute, design, revision, units)
          JOIN builder.design_revision r
            ON r.design_id::text = o.design AND r.revision = o.revision
          JOIN builder.design d ON d.id = r.design_id, LATERAL (VALUES
            ('sizes', r.config ->> 'size'), ('colors', r.config ->> 'colorId'),
            ('hardware', r.config ->> 'hardwareId'),
            ('fonts', CASE WHEN d.owner IS NULL THEN '?'
              ELSE r.config #>> '{personalization,font}' END)) AS part (name, id)
          WHERE part.id IS NOT NULL GROUP BY 1, part.name, part.id
          """);

  private static final Question ORDERED_DESIGNS =
      new Question(
          "order",
          """
          SELECT lower(i.design_id), bool_or(EXISTS (
            SELECT FROM orders.order_history h
            WHERE h.order_id = i.order_id AND h.status = 'DELIVERED'))
          FROM orders.order_item i
          WHERE i.design_id IS NOT NULL AND i.design_revision IS NOT NULL
            AND i.placed_quantity IS NOT NULL
          GROUP BY 1
          """);

  private static final Question STEPS_OF =
      new Question(
          "builder",
          """
          SELECT day(d.created_at), '', step.name, count(*)
          FROM unnest(?, ?) AS o (design, delivered)
          JOIN builder.design d ON d.id::text = o.design, LATERAL (VALUES
            ('ordered', true), ('delivered', o.delivered)) AS step (name, reached)
          WHERE step.reached GROUP BY 1, step.name
          """);

  private final ModuleTables tables;
  private final Rollup rollup;
  private final Windows windows = new Windows();

  private RecomputedWindows(ModuleTables tables, Rollup rollup) {
    this.tables = tables;
    this.rollup = rollup;
  }

  /**
   * Asks the modules' databases.
   *
   * @throws SQLException if one does not answer
   */
  static Windows read(ModuleTables tables, Rollup rollup) throws SQLException {
    RecomputedWindows stored = new RecomputedWindows(tables, rollup);
    stored.ask(QUESTIONS.get(rollup), List.of());
    // Two modules' tables, which may be on two servers: what one says is brought to the other.
    if (rollup == Rollup.OPTIONS) {
      stored.ask(OPTIONS_OF, stored.columns(ORDERED_REVISIONS, "bigint", "text", "int", "bigint"));
    } else if (rollup == Rollup.FUNNEL) {
      stored.ask(STEPS_OF, stored.columns(ORDERED_DESIGNS, "text", "bool"));
    }
    return stored.windows;
  }

  private void ask(Question question, List<Column> columns) throws SQLException {
    try (Connection connection = tables.connect(question.module());
        PreparedStatement statement = connection.prepareStatement(question.sql())) {
      for (int i = 0; i < columns.size(); i++) {
        Column column = columns.get(i);
        statement.setArray(i + 1, connection.createArrayOf(column.type(), column.toArray()));
      }
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          add(rows.getLong(1), rows.getString(2), rows.getString(3), rows.getLong(4));
        }
      }
    }
  }

  private void add(long time, String dimension, String name, long number) {
    for (Grain grain : rollup.grains()) {
      windows.add(new Window(grain, grain.startOf(time), dimension), name, number);
    }
  }

  /** The values of a column. */
  private record Column(String type, List<Object> values) {
    Object[] toArray() {
      return values.toArray();
    }
  }

  private List<Column> columns(Question question, String... types) throws SQLException {
    List<Column> columns = new ArrayList<>();
    for (String type : types) {
      columns.add(new Column(type, new ArrayList<>()));
    }
    try (Connection connection = tables.connect(question.module());
        PreparedStatement statement = connection.prepareStatement(question.sql());
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        for (int i = 0; i < types.length; i++) {
          columns.get(i).values().add(rows.getObject(i + 1));
        }
      }
    }
    return columns;
  }
}
