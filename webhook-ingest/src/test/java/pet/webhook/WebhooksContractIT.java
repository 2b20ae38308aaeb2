package pet.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import com.codahale.metrics.MetricRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import pet.domain.ModuleName;
import pet.domain.webhook.Webhooks;
import pet.messaging.Json;
import pet.messaging.OutboxEventBus;
import pet.platform.crypto.Encryption;
import pet.platform.crypto.EncryptionSettings;
import pet.platform.database.DatabaseSettings;
import pet.platform.database.ModuleDatabase;
import pet.testing.PetProcess;
import pet.testing.Servers;
import pet.testing.ServersExtension;
import pet.testing.contract.Places;
import pet.testing.contract.WebhooksContract;
import pet.webhook.shopify.ShopifyBody;
import pet.webhook.standard.StandardEvent;

/** The module keeps its promises wherever it runs. */
@ExtendWith(ServersExtension.class)
@Timeout(60)
class WebhooksContractIT {

  private static final Encryption ENCRYPTION = new Encryption(new EncryptionSettings(null));
  private static final RecordedOrders ORDERS = new RecordedOrders();

  private static Jdbi jdbi;
  private static DeliveryStep step;
  private static PetProcess process;
  private static Places<Webhooks> places;

  @BeforeAll
  static void boot(Servers servers) throws Exception {
    DatabaseSettings settings = servers.newDatabase();
    ModuleDatabase database = new ModuleDatabase(settings, "webhook", new MetricRegistry());
    database.migrate("pet/webhook/changelog.yaml");
    jdbi = database.jdbi(Json.strict());
    step =
        new DeliveryStep(
            jdbi,
            new OutboxEventBus(() -> {}, null),
            new ShopifyProcessor(ENCRYPTION, ORDERS),
            new ErasedLanes(ENCRYPTION),
            LogFixture.USUAL,
            new WebhookMetrics(new MetricRegistry()));
    process =
        PetProcess.of(
                "webhook-ingest",
                List.of(new OrderModuleDouble(ORDERS), new WebhookModule()),
                "webhook.yml")
            .on(servers, settings)
            .with("modules.order", "local")
            .start();
    Webhooks local = new WebhooksForNeighbours(jdbi, ENCRYPTION, Set.of("clerk"));
    places = new Places<>(ModuleName.WEBHOOK, Webhooks.class, local, process.url());
  }

  @AfterAll
  static void stop() {
    places.close();
    process.close();
  }

  abstract static class InThisRoom extends WebhooksContract {

    @Override
    protected String shopifyDelivers(String topic, String body) {
      String lane = ShopifyBody.peek(topic, body.getBytes(UTF_8)).lane();
      return deliver("shopify", "", topic, lane, body);
    }

    @Override
    protected String delivers(String shop, String body) {
      return deliver("shopify", shop, "carts/update", null, body);
    }

    @Override
    protected String clerkDelivers(String body) {
      StandardEvent event = StandardEvent.peek("clerk", "id", "1", body.getBytes(UTF_8));
      return deliver("clerk", "", event.type(), event.lane(), body);
    }

    /** Stored, and not due for a day: the process has workers of its own. */
    private static String deliver(
        String source, String shop, String topic, String lane, String body) {
      UUID id = UUID.randomUUID();
      DeliveryMetadata metadata =
          new DeliveryMetadata(shop, topic, "webhook:" + id, null, null, null, null, lane, null);
      byte[] headers = ENCRYPTION.encrypt(Intake.HEADERS_PURPOSE, "{}".getBytes(UTF_8));
      byte[] sealed = BodyAtRest.seal(ENCRYPTION, body.getBytes(UTF_8));
      NewDelivery delivery =
          new NewDelivery(
              id, source, metadata, 0, headers, sealed, NamedPeople.in(lane, body.getBytes(UTF_8)));
      jdbi.useTransaction(
          handle -> {
            DeliveryLog.insert(
                handle,
                new ErasedLanes(ENCRYPTION),
                List.of(new DeliveryLog.Received(delivery, Instant.now())));
            new DeliveryPeople(ENCRYPTION).insert(handle, List.of(delivery));
            handle.execute(
                "UPDATE delivery SET due_at = now() + interval '1 day' WHERE id = ?", id);
          });
      return id.toString();
    }

    @Override
    protected void process(String deliveryId) {
      jdbi.useHandle(
          h ->
              h.execute(
                  "UPDATE delivery SET due_at = now() WHERE id = ?", UUID.fromString(deliveryId)));
      step.run();
      await().until(() -> state(deliveryId).equals("PROCESSED"));
    }

    @Override
    protected String state(String deliveryId) {
      return jdbi.withExtension(
          DeliveryDao.class,
          dao -> dao.find(UUID.fromString(deliveryId)).orElseThrow().status().name());
    }
  }

  @Nested
  class Here extends InThisRoom {
    @Override
    protected Webhooks webhooks() {
      return places.here();
    }
  }

  @Nested
  class Elsewhere extends InThisRoom {
    @Override
    protected Webhooks webhooks() {
      return places.elsewhere();
    }
  }

  @Nested
  class OnABadDay extends InThisRoom {
    @Override
    protected Webhooks webhooks() {
      return places.onABadDay();
    }
  }
}
