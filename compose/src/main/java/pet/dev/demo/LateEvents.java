package pet.dev.demo;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import pet.dev.EventRecords;
import pet.dev.ModuleDatabase;
import pet.domain.builder.DesignCreated;
import pet.domain.order.OrderCreated;
import pet.domain.webhook.WebhookProcessed;
import pet.domain.webhook.WebhookReceived;

/**
 * Events that come late. Each is a copy of something that the store has: the copy's rows are
 * written to the module's own tables, and its events are returned, to be sent. May be called again
 * with the same id and time if the database did not answer: the rows are written once.
 */
final class LateEvents {

  /** The events' source. */
  static final String SOURCE = "/chaos";

  private static final long LAG_MILLIS = 40;

  private LateEvents() {}

  /** A design like this one; no events where there is none like it any more. */
  static List<ProducerRecord<String, byte[]>> like(DesignCreated like, String id, Instant at)
      throws SQLException {
    try (Connection builder = ModuleDatabase.connect("builder")) {
      builder.setAutoCommit(false);
      execute(
          builder,
          """
          INSERT INTO builder.design SELECT (jsonb_populate_record(d, jsonb_build_object(
            'id', ?::text, 'created_at', ?::text, 'updated_at', ?::text,
            'revision', 1, 'deleted_at', NULL))).*
          FROM builder.design d WHERE id = ?::uuid ON CONFLICT DO NOTHING
          """,
          id,
          at.toString(),
          at.toString(),
          like.designId());
      execute(
          builder,
          """
          INSERT INTO builder.design_revision SELECT (jsonb_populate_record(r, jsonb_build_object(
            'design_id', ?::text, 'created_at', ?::text))).*
          FROM builder.design_revision r WHERE design_id = ?::uuid AND revision = 1
          ON CONFLICT DO NOTHING
          """,
          id,
          at.toString(),
          like.designId());
      builder.commit();
      if (!exists(builder, "builder.design", id)) {
        return List.of();
      }
    }
    return List.of(
        EventRecords.of(
            SOURCE,
            at,
            new DesignCreated(
                id,
                like.userId(),
                1,
                like.size(),
                like.colorId(),
                like.hardwareId(),
                like.font())));
  }

  /** An order like this one, as it was when it came. */
  static List<ProducerRecord<String, byte[]>> like(OrderCreated like, String id, Instant at)
      throws SQLException {
    try (Connection orders = ModuleDatabase.connect("order")) {
      orders.setAutoCommit(false);
      execute(
          orders,
          """
          INSERT INTO orders.orders SELECT (jsonb_populate_record(o, jsonb_build_object(
            'id', ?::text, 'masked_id', ?::text, 'created_at', ?::text, 'updated_at', ?::text,
            'shopify_order_id', ?::bigint, 'status', ?::text))).*
          FROM orders.orders o WHERE id = ?::uuid ON CONFLICT DO NOTHING
          """,
          id,
          id,
          at.toString(),
          at.toString(),
          Long.toString(UUID.fromString(id).getMostSignificantBits() >>> 12),
          like.status().name(),
          like.orderId());
      execute(
          orders,
          """
          INSERT INTO orders.order_item SELECT (jsonb_populate_record(i, jsonb_build_object(
            'order_id', ?::text))).*
          FROM orders.order_item i WHERE order_id = ?::uuid ON CONFLICT DO NOTHING
          """,
          id,
          like.orderId());
      execute(
          orders,
          """
          INSERT INTO orders.order_history SELECT (jsonb_populate_record(h, jsonb_build_object(
            'order_id', ?::text, 'at', ?::text))).*
          FROM orders.order_history h WHERE order_id = ?::uuid ORDER BY position LIMIT 1
          ON CONFLICT DO NOTHING
          """,
          id,
          at.toString(),
          like.orderId());
      orders.commit();
      if (!exists(orders, "orders.orders", id)) {
        return List.of();
      }
    }
    return List.of(
        EventRecords.of(
            SOURCE,
            at,
            new OrderCreated(
                id, like.userId(), like.status(), like.units(), like.total(), at, like.designs())));
  }

  /** A delivery like this one, if that one has been processed. */
  static List<ProducerRecord<String, byte[]>> like(WebhookReceived like, String id, Instant at)
      throws SQLException {
    try (Connection webhook = ModuleDatabase.connect("webhook")) {
      execute(
          webhook,
          """
          INSERT INTO webhook.delivery OVERRIDING USER VALUE
          SELECT (jsonb_populate_record(d, jsonb_build_object(
            'id', ?::text, 'received_at', ?::text, 'processed_at', ?::text,
            'first_processed_at', ?::text, 'lag_millis', ?::bigint, 'replayed_at', NULL))).*
          FROM webhook.delivery d WHERE id = ?::uuid AND state = 'PROCESSED'
          ON CONFLICT DO NOTHING
          """,
          id,
          at.toString(),
          at.toString(),
          at.toString(),
          Long.toString(LAG_MILLIS),
          like.deliveryId());
      if (!exists(webhook, "webhook.delivery", id)) {
        return List.of();
      }
    }
    return List.of(
        EventRecords.of(SOURCE, at, new WebhookReceived(id, like.source(), like.topic())),
        EventRecords.of(
            SOURCE, at, new WebhookProcessed(id, like.source(), like.topic(), LAG_MILLIS)));
  }

  private static void execute(Connection connection, String sql, String... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setString(i + 1, values[i]);
      }
      statement.executeUpdate();
    }
  }

  private static boolean exists(Connection connection, String table, String id)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT FROM " + table + " WHERE id = ?::uuid")) {
      statement.setString(1, id);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next();
      }
    }
  }
}
