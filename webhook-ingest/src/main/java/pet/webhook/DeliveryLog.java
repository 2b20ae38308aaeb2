package pet.webhook;

import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import pet.domain.webhook.WebhookReceived;
import pet.messaging.EventBus;

/** Takes verified deliveries in: durable and known before it returns. */
final class DeliveryLog {

  /** Whether it is the first of its kind. */
  enum Receipt {
    ACCEPTED,
    DUPLICATE
  }

  // A second transaction with the same key waits until the first one is decided. Keys are claimed
  // in their order, so that two transactions never wait for each other. The rows are numbered as
  // they came.
  private static final String INSERT =
      """
      WITH told AS MATERIALIZED (
        SELECT * FROM unnest(:id, :source, :shop, :topic, :key, :webhookId, :eventId, :apiVersion,
            :triggeredAt, :lane, :updatedAt, :secret, :headers, :body)
          WITH ORDINALITY AS t (id, source, shop, topic, key, webhook_id, event_id, api_version,
            triggered_at, lane, resource_updated_at, secret, headers, body, place)
      ), erased AS MATERIALIZED (
        SELECT DISTINCT place FROM unnest(:laneHash, :lanePlace) AS h (hash, place)
          JOIN erased_lane ON lane_hash = h.hash
      ), keys AS (
        INSERT INTO delivery_key (source, shop, topic, key, delivery_id)
        SELECT source, shop, topic, key, id FROM told ORDER BY source, shop, topic, key, place
        ON CONFLICT DO NOTHING
        RETURNING delivery_id
      ), stored AS (
        INSERT INTO delivery (id, source, shop, topic, webhook_id, event_id, api_version,
            triggered_at, lane, resource_updated_at, secret, headers, body, to_be_erased, state)
        SELECT id, source, shop, topic, webhook_id, event_id, api_version, triggered_at, lane,
            resource_updated_at, secret, headers, body,
            place IN (SELECT place FROM erased), 'PENDING'
        FROM told JOIN keys ON keys.delivery_id = told.id
        ORDER BY place
      )
      SELECT delivery_id FROM keys
      """;

  private final Jdbi jdbi;
  private final EventBus events;
  private final ErasedLanes erased;

  DeliveryLog(Jdbi jdbi, EventBus events, ErasedLanes erased) {
    this.jdbi = jdbi;
    this.events = events;
    this.erased = erased;
  }

  /**
   * Stores deliveries, their keys and their events in one transaction; a duplicate changes nothing.
   *
   * @return what each of them is, in their order
   */
  List<Receipt> take(List<NewDelivery> deliveries) {
    Set<UUID> stored = jdbi.inTransaction(handle -> store(handle, deliveries));
    return deliveries.stream()
        .map(d -> stored.contains(d.id()) ? Receipt.ACCEPTED : Receipt.DUPLICATE)
        .toList();
  }

  private Set<UUID> store(Handle handle, List<NewDelivery> deliveries) {
    Set<UUID> stored = insert(handle, erased, deliveries);
    for (NewDelivery delivery : deliveries) {
      if (stored.contains(delivery.id())) {
        events.publish(
            handle,
            new WebhookReceived(
                delivery.id().toString(), delivery.source(), delivery.told().topic()));
      }
    }
    return stored;
  }

  /** Stores deliveries and their keys; says which were new. */
  static Set<UUID> insert(Handle handle, ErasedLanes erased, List<NewDelivery> deliveries) {
    try (Query query = handle.createQuery(INSERT)) {
      Columns columns = new Columns(handle.getConnection(), query, deliveries);
      columns.bind("id", "uuid", NewDelivery::id);
      columns.bind("source", "text", NewDelivery::source);
      columns.told("shop", "text", Told::shop);
      columns.told("topic", "text", Told::topic);
      columns.told("key", "text", Told::dedupeKey);
      columns.told("webhookId", "text", Told::webhookId);
      columns.told("eventId", "text", Told::eventId);
      columns.told("apiVersion", "text", Told::apiVersion);
      columns.told("triggeredAt", "timestamptz", told -> timestamp(told.triggeredAt()));
      columns.told("lane", "text", Told::lane);
      columns.told("updatedAt", "timestamptz", told -> timestamp(told.resourceUpdatedAt()));
      columns.bind("secret", "int2", DeliveryLog::secret);
      columns.bind("headers", "bytea", NewDelivery::headers);
      columns.bind("body", "bytea", NewDelivery::body);
      bindLanes(query, erased, deliveries);
      return new HashSet<>(query.mapTo(UUID.class).list());
    }
  }

  /** What each lane may be kept as where it is erased, with the place of its delivery. */
  private static void bindLanes(Query query, ErasedLanes erased, List<NewDelivery> deliveries) {
    List<byte[]> hashes = new ArrayList<>();
    List<Long> places = new ArrayList<>();
    for (int i = 0; i < deliveries.size(); i++) {
      String lane = deliveries.get(i).told().lane();
      for (byte[] hash : lane == null ? List.<byte[]>of() : erased.hashes(lane)) {
        hashes.add(hash);
        places.add(i + 1L);
      }
    }
    query.bindArray("laneHash", byte[].class, hashes);
    query.bindArray("lanePlace", Long.class, places);
  }

  private static Short secret(NewDelivery delivery) {
    return delivery.secret() == null ? null : delivery.secret().shortValue();
  }

  private static Timestamp timestamp(Instant time) {
    return time == null ? null : Timestamp.from(time);
  }

  /** Binds a value of every delivery as one array. */
  private record Columns(Connection connection, Query query, List<NewDelivery> deliveries) {

    void told(String name, String type, Function<Told, Object> value) {
      bind(name, type, delivery -> value.apply(delivery.told()));
    }

    void bind(String name, String type, Function<NewDelivery, Object> value) {
      Object[] values =
          type.equals("bytea") ? new byte[deliveries.size()][] : new Object[deliveries.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = value.apply(deliveries.get(i));
      }
      try {
        Array array = connection.createArrayOf(type, values);
        query.bindBySqlType(name, array, java.sql.Types.ARRAY);
      } catch (SQLException e) {
        throw new IllegalStateException("an array of " + type + " cannot be made", e);
      }
    }
  }
}
