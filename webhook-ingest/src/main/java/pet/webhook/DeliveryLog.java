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
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.Update;
import pet.domain.webhook.WebhookReceived;
import pet.messaging.EventBus;
import pet.platform.crypto.Encryption;

/** Stores verified deliveries with their keys, durably, before it returns. */
final class DeliveryLog {

  /** Whether a delivery is new. */
  enum Receipt {
    ACCEPTED,
    DUPLICATE
  }

  // A second transaction with the same key waits until the first one is decided. Keys are claimed
  // in their order, so that two transactions never wait for each other.
  private static final String CLAIM =
      """
      INSERT INTO delivery_key (source, shop, topic, key, delivery_id)
      SELECT source, shop, topic, key, id
      FROM unnest(:id, :source, :shop, :topic, :key)
        WITH ORDINALITY AS taken (id, source, shop, topic, key, place)
      ORDER BY source, shop, topic, key, place
      ON CONFLICT DO NOTHING
      RETURNING delivery_id
      """;

  // The rows get their numbers in the order in which they came.
  private static final String INSERT =
      """
      WITH erased AS MATERIALIZED (
        SELECT DISTINCT place FROM unnest(:laneHash, :lanePlace) AS h (hash, place)
          JOIN erased_lane ON lane_hash = h.hash
      )
      INSERT INTO delivery (id, source, shop, topic, webhook_id, event_id, api_version,
          triggered_at, lane, resource_updated_at, secret, headers, body, received_at, to_be_erased,
          state)
      SELECT id, source, shop, topic, webhook_id, event_id, api_version, triggered_at, lane,
          resource_updated_at, secret, headers, body, received_at,
          place IN (SELECT place FROM erased), 'PENDING'
      FROM unnest(:id, :source, :shop, :topic, :webhookId, :eventId, :apiVersion, :triggeredAt,
          :lane, :updatedAt, :secret, :headers, :body, :receivedAt)
        WITH ORDINALITY AS taken (id, source, shop, topic, webhook_id, event_id, api_version,
          triggered_at, lane, resource_updated_at, secret, headers, body, received_at, place)
      ORDER BY place
      """;

  private final Jdbi jdbi;
  private final EventBus events;
  private final ErasedLanes erased;
  private final DeliveryPeople people;

  DeliveryLog(Jdbi jdbi, EventBus events, Encryption encryption) {
    this.jdbi = jdbi;
    this.events = events;
    this.erased = new ErasedLanes(encryption);
    this.people = new DeliveryPeople(encryption);
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
    Set<UUID> fresh = claim(handle, deliveries);
    List<NewDelivery> taken =
        deliveries.stream().filter(delivery -> fresh.contains(delivery.id())).toList();
    if (taken.isEmpty()) {
      return fresh;
    }
    List<Instant> times =
        events.publish(
            handle,
            taken.stream()
                .map(d -> new WebhookReceived(d.id().toString(), d.source(), d.metadata().topic()))
                .toList());
    insert(
        handle,
        erased,
        IntStream.range(0, taken.size())
            .mapToObj(i -> new Received(taken.get(i), times.get(i)))
            .toList());
    people.insert(handle, taken);
    return fresh;
  }

  /** A delivery, and when it came: the time of its event. */
  record Received(NewDelivery delivery, Instant at) {}

  /** Stores the keys; returns the ids of deliveries whose keys are new. */
  private static Set<UUID> claim(Handle handle, List<NewDelivery> deliveries) {
    try (Query query = handle.createQuery(CLAIM)) {
      Columns<NewDelivery> columns = new Columns<>(handle.getConnection(), query, deliveries);
      columns.bind("id", "uuid", NewDelivery::id);
      columns.bind("source", "text", NewDelivery::source);
      columns.bind("shop", "text", delivery -> delivery.metadata().shop());
      columns.bind("topic", "text", delivery -> delivery.metadata().topic());
      columns.bind("key", "text", delivery -> delivery.metadata().dedupeKey());
      return new HashSet<>(query.mapTo(UUID.class).list());
    }
  }

  /** Stores deliveries whose keys are new. */
  static void insert(Handle handle, ErasedLanes erased, List<Received> received) {
    try (Update update = handle.createUpdate(INSERT)) {
      Columns<Received> columns = new Columns<>(handle.getConnection(), update, received);
      columns.bind("id", "uuid", r -> r.delivery().id());
      columns.bind("source", "text", r -> r.delivery().source());
      columns.bind("shop", "text", r -> r.delivery().metadata().shop());
      columns.bind("topic", "text", r -> r.delivery().metadata().topic());
      columns.bind("webhookId", "text", r -> r.delivery().metadata().webhookId());
      columns.bind("eventId", "text", r -> r.delivery().metadata().eventId());
      columns.bind("apiVersion", "text", r -> r.delivery().metadata().apiVersion());
      columns.bind(
          "triggeredAt", "timestamptz", r -> timestamp(r.delivery().metadata().triggeredAt()));
      columns.bind("lane", "text", r -> r.delivery().metadata().lane());
      columns.bind(
          "updatedAt", "timestamptz", r -> timestamp(r.delivery().metadata().resourceUpdatedAt()));
      columns.bind("secret", "int2", r -> secret(r.delivery()));
      columns.bind("headers", "bytea", r -> r.delivery().headers());
      columns.bind("body", "bytea", r -> r.delivery().body());
      columns.bind("receivedAt", "timestamptz", r -> timestamp(r.at()));
      bindLanes(update, erased, received);
      update.execute();
    }
  }

  /**
   * Binds the hashes under which each lane may be stored as erased, with the position of its
   * delivery.
   */
  private static void bindLanes(Update update, ErasedLanes erased, List<Received> received) {
    List<byte[]> hashes = new ArrayList<>();
    List<Long> places = new ArrayList<>();
    for (int i = 0; i < received.size(); i++) {
      String lane = received.get(i).delivery().metadata().lane();
      for (byte[] hash : lane == null ? List.<byte[]>of() : erased.hashes(lane)) {
        hashes.add(hash);
        places.add(i + 1L);
      }
    }
    update.bindArray("laneHash", byte[].class, hashes);
    update.bindArray("lanePlace", Long.class, places);
  }

  private static Short secret(NewDelivery delivery) {
    return delivery.secret() == null ? null : delivery.secret().shortValue();
  }

  private static Timestamp timestamp(Instant time) {
    return time == null ? null : Timestamp.from(time);
  }

  /** Binds a value of every row as one array. */
  private record Columns<R>(Connection connection, SqlStatement<?> statement, List<R> rows) {

    void bind(String name, String type, Function<R, Object> value) {
      Object[] values = type.equals("bytea") ? new byte[rows.size()][] : new Object[rows.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = value.apply(rows.get(i));
      }
      try {
        Array array = connection.createArrayOf(type, values);
        statement.bindBySqlType(name, array, java.sql.Types.ARRAY);
      } catch (SQLException e) {
        throw new IllegalStateException("an array of " + type + " cannot be made", e);
      }
    }
  }
}
