package pet.order;

import com.codahale.metrics.MetricRegistry;
import java.time.Clock;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import pet.domain.order.OrderStatus;
import pet.messaging.EventBus;
import pet.messaging.Json;
import pet.messaging.OutboxEventBus;
import pet.platform.Store;
import pet.platform.crypto.Encryption;
import pet.platform.crypto.EncryptionSettings;
import pet.platform.database.DatabaseSettings;
import pet.platform.database.ModuleDatabase;
import pet.platform.idempotency.Idempotency;
import pet.testing.Servers;

/** The module's schema in a database of its own, without a relay: the outbox keeps what is told. */
record OrderStore(Jdbi jdbi) {

  static final Emails EMAILS = new Emails(new Encryption(new EncryptionSettings(null)));

  static OrderStore on(Servers servers) throws Exception {
    return on(servers.newDatabase());
  }

  static OrderStore on(DatabaseSettings settings) throws Exception {
    ModuleDatabase database =
        new ModuleDatabase(settings, OrderModule.SCHEMA, new MetricRegistry());
    database.migrate(OrderModule.CHANGELOG);
    return new OrderStore(database.jdbi(Json.strict()));
  }

  OrdersForNeighbours contract() {
    return contract(new OutboxEventBus(() -> {}, null));
  }

  OrdersForNeighbours contract(EventBus events) {
    Store store = new Store(jdbi, events);
    return new OrdersForNeighbours(
        new OrderReports(store, EMAILS, Clock.systemUTC()),
        new PersonalOrders(store, EMAILS, idempotency(), Clock.systemUTC()));
  }

  Idempotency idempotency() {
    return new Idempotency(jdbi, Json.strict(), Clock.systemUTC());
  }

  OrderService service() {
    return new OrderService(
        new Store(jdbi, new OutboxEventBus(() -> {}, null)), EMAILS, Clock.systemUTC());
  }

  void empty() {
    jdbi.useHandle(h -> h.execute("TRUNCATE orders CASCADE; TRUNCATE outbox, inbox"));
  }

  OrderRow order(long shopifyId) {
    return jdbi.inTransaction(h -> new OrderRows(h).lockByShopifyId(shopifyId)).orElseThrow();
  }

  List<OrderView.Change> history(long shopifyId) {
    return jdbi.withHandle(h -> new OrderRows(h).history(order(shopifyId).id()));
  }

  /** As if staff had brought it there. */
  void put(long shopifyId, OrderStatus status) {
    jdbi.useHandle(
        h ->
            h.execute(
                "UPDATE orders SET status = ? WHERE shopify_order_id = ?",
                status.name(),
                shopifyId));
  }

  List<String> outbox(long shopifyId) {
    return strings(
        "SELECT type FROM outbox WHERE aggregate_id = ? ORDER BY id",
        order(shopifyId).id().toString());
  }

  List<String> strings(String sql, Object... arguments) {
    return jdbi.withHandle(h -> h.select(sql, arguments).mapTo(String.class).list());
  }

  int count(String table) {
    return jdbi.withHandle(h -> h.select("SELECT count(*) FROM " + table).mapTo(int.class).one());
  }
}
