package pet.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import pet.messaging.Json;
import pet.messaging.OutboxEventBus;
import pet.platform.crypto.Encryption;
import pet.platform.crypto.EncryptionSettings;
import pet.platform.database.ModuleDatabase;
import pet.testing.Servers;
import pet.testing.ServersExtension;
import pet.testing.shopify.ShopifyOrderPayload;
import pet.webhook.shopify.ShopifyBody;

/** A log in a database that nobody else works on, and a worker that takes one step at a time. */
@ExtendWith(ServersExtension.class)
@Timeout(60)
abstract class LogFixture {

  static final Encryption ENCRYPTION = new Encryption(new EncryptionSettings(null));
  static final WebhookSettings USUAL =
      new WebhookSettings(
          null, null, null, null, null, null, null, null, null, null, null, null, null, null);
  static Jdbi jdbi;

  final WebhookSettings settings = USUAL;
  final MetricRegistry registry = new MetricRegistry();
  final WebhookMetrics metrics = new WebhookMetrics(registry);
  final OutboxEventBus events = new OutboxEventBus(() -> {}, null);
  final RecordedOrders orders = new RecordedOrders();
  final DeliveryLog log = new DeliveryLog(jdbi, events, ENCRYPTION);
  final DeliveryStep step = step();

  DeliveryStep step() {
    return new DeliveryStep(
        jdbi,
        events,
        new ShopifyProcessor(ENCRYPTION, orders),
        new ErasedLanes(ENCRYPTION),
        settings,
        metrics);
  }

  @BeforeAll
  static void migrate(Servers servers) throws Exception {
    ModuleDatabase database =
        new ModuleDatabase(servers.newDatabase(), "webhook", new MetricRegistry());
    database.migrate("pet/webhook/changelog.yaml");
    jdbi = database.jdbi(Json.strict());
  }

  @BeforeEach
  void empty() {
    jdbi.useHandle(
        h ->
            h.execute(
                "TRUNCATE delivery, delivery_key, delivery_history, delivery_person, replay, compliance_request, erased_lane, secret_use, reconciliation, outbox"));
  }

  UUID take(String topic, ShopifyOrderPayload order) {
    return take(topic, order.compact());
  }

  UUID take(String topic, byte[] body) {
    UUID id = UUID.randomUUID();
    ShopifyBody read = ShopifyBody.peek(topic, body);
    DeliveryLog.Receipt receipt =
        log.take(
                List.of(
                    new NewDelivery(
                        id,
                        "shopify",
                        new DeliveryMetadata(
                            "paws",
                            topic,
                            "webhook:" + id,
                            id.toString(),
                            null,
                            "2025-01",
                            null,
                            read.lane(),
                            read.updatedAt()),
                        0,
                        ENCRYPTION.encrypt(Intake.HEADERS_PURPOSE, new byte[] {'{', '}'}),
                        BodyAtRest.seal(ENCRYPTION, body),
                        NamedPeople.in(read.lane(), body))))
            .get(0);
    assertThat(receipt).isEqualTo(DeliveryLog.Receipt.ACCEPTED);
    return id;
  }

  DeliveryView view(UUID id) {
    return jdbi.withExtension(DeliveryDao.class, dao -> dao.find(id)).orElseThrow();
  }

  DeliveryState state(UUID id) {
    return view(id).status();
  }

  void runAll() {
    while (step.run()) {
      assertThat(orders.calls()).isLessThan(1000);
    }
  }

  void allDue() {
    jdbi.useHandle(h -> h.execute("UPDATE delivery SET due_at = now()"));
  }

  static List<String> outbox(UUID id) {
    return jdbi.withHandle(
        h ->
            h.createQuery("SELECT type FROM outbox WHERE aggregate_id = :id ORDER BY id")
                .bind("id", id.toString())
                .mapTo(String.class)
                .list());
  }
}
