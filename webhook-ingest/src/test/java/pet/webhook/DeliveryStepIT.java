package pet.webhook;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static pet.testing.shopify.ShopifyOrderPayload.anOrder;

import com.codahale.metrics.MetricRegistry;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import pet.domain.DomainException;
import pet.domain.InvalidInput;
import pet.domain.ProblemCode;
import pet.domain.order.OrderReport.Fact;
import pet.messaging.Json;
import pet.messaging.OutboxEventBus;
import pet.platform.crypto.Encryption;
import pet.platform.crypto.EncryptionSettings;
import pet.platform.database.ModuleDatabase;
import pet.testing.Servers;
import pet.testing.ServersExtension;
import pet.testing.shopify.ShopifyOrderPayload;
import pet.webhook.shopify.ShopifyBody;

/** One step at a time, on a log that nobody else works on. */
@ExtendWith(ServersExtension.class)
@Timeout(60)
class DeliveryStepIT {

  private static final Encryption ENCRYPTION = new Encryption(new EncryptionSettings(null));
  private static Jdbi jdbi;

  private final WebhookSettings settings =
      new WebhookSettings(null, null, null, null, null, null, null, null, null);
  private final MetricRegistry registry = new MetricRegistry();
  private final WebhookMetrics metrics = new WebhookMetrics(registry);
  private final OutboxEventBus events = new OutboxEventBus(() -> {}, null);
  private final RecordedOrders orders = new RecordedOrders();
  private final DeliveryLog log = new DeliveryLog(jdbi, events, metrics, () -> {});
  private final DeliveryStep step = step();

  private DeliveryStep step() {
    return new DeliveryStep(
        jdbi, events, new ShopifyProcessor(ENCRYPTION, orders), settings, metrics);
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
    jdbi.useHandle(h -> h.execute("TRUNCATE delivery, delivery_key, outbox"));
  }

  private UUID take(String topic, ShopifyOrderPayload order) {
    return take(topic, order.compact());
  }

  private UUID take(String topic, byte[] body) {
    UUID id = UUID.randomUUID();
    ShopifyBody read = ShopifyBody.peek(topic, body);
    DeliveryLog.Receipt receipt =
        log.take(
            new NewDelivery(
                id,
                "shopify",
                new Told(
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
                ENCRYPTION.encrypt(Intake.BODY_PURPOSE, body)));
    assertThat(receipt).isEqualTo(DeliveryLog.Receipt.ACCEPTED);
    return id;
  }

  private DeliveryView view(UUID id) {
    return jdbi.withExtension(DeliveryDao.class, dao -> dao.find(id)).orElseThrow();
  }

  private DeliveryState state(UUID id) {
    return view(id).status();
  }

  private void runAll() {
    while (step.run()) {
      assertThat(orders.calls()).isLessThan(1000);
    }
  }

  private void allDue() {
    jdbi.useHandle(h -> h.execute("UPDATE delivery SET due_at = now()"));
  }

  private static List<String> outbox(UUID id) {
    return jdbi.withHandle(
        h ->
            h.createQuery("SELECT type FROM outbox WHERE aggregate_id = :id ORDER BY id")
                .bind("id", id.toString())
                .mapTo(String.class)
                .list());
  }

  @Test
  void anOrderIsReportedAndToldInTheSameTransaction() {
    ShopifyOrderPayload order = anOrder().designed("d1", 1, "49.99", 1);
    UUID id = take("orders/create", order);
    assertThat(step.run()).isTrue();
    assertThat(step.run()).isFalse();
    assertThat(orders.factsOf(order.id())).containsExactly(Fact.CREATED);
    assertThat(view(id))
        .returns(DeliveryState.PROCESSED, DeliveryView::status)
        .returns(null, DeliveryView::reason)
        .returns(null, DeliveryView::dueAt)
        .returns("shopify:order:" + order.id(), DeliveryView::lane);
    assertThat(outbox(id)).containsExactly("webhook.received", "webhook.processed");
    assertThat(registry.timer("webhook.lag").getCount()).isEqualTo(1);
  }

  @Test
  void aTopicWithoutActionIsKeptAndCounted() {
    UUID id = take("shop/redact", "{\"shop_id\":1}".getBytes(UTF_8));
    runAll();
    assertThat(view(id))
        .returns(DeliveryState.PROCESSED, DeliveryView::status)
        .returns("no action for this topic", DeliveryView::reason);
    assertThat(orders.calls()).isZero();
    assertThat(outbox(id)).containsExactly("webhook.received", "webhook.processed");
  }

  @Test
  void theBodyRestsEncrypted() {
    take("orders/create", anOrder().email("jane@example.com"));
    byte[] body =
        jdbi.withHandle(h -> h.createQuery("SELECT body FROM delivery").mapTo(byte[].class).one());
    assertThat(new String(body, ISO_8859_1)).doesNotContain("jane@example.com", "line_items");
  }

  @Test
  void whatComesBeforeItsOrderWaitsOutsideOfTheLane() {
    ShopifyOrderPayload order = anOrder();
    UUID fulfilled = take("orders/fulfilled", order);
    UUID paid = take("orders/paid", order);
    runAll();
    assertThat(state(fulfilled)).isEqualTo(DeliveryState.WAITING);
    assertThat(state(paid)).isEqualTo(DeliveryState.WAITING);
    UUID created = take("orders/create", order);
    runAll();
    assertThat(List.of(state(created), state(fulfilled), state(paid)))
        .containsOnly(DeliveryState.PROCESSED);
    assertThat(orders.factsOf(order.id())).containsExactly(Fact.CREATED, Fact.FULFILLED, Fact.PAID);
    assertThat(outbox(fulfilled)).containsExactly("webhook.received", "webhook.processed");
  }

  @Test
  void whatWaitsAsksAgainByItself() {
    ShopifyOrderPayload order = anOrder();
    UUID fulfilled = take("orders/fulfilled", order);
    runAll();
    assertThat(view(fulfilled).attempts()).isZero();
    allDue();
    assertThat(step.run()).isTrue();
    assertThat(state(fulfilled)).isEqualTo(DeliveryState.WAITING);
    assertThat(step.run()).isFalse();
  }

  @Test
  void aFailureHoldsItsLaneAndNoOther() {
    ShopifyOrderPayload order = anOrder();
    ShopifyOrderPayload other = anOrder();
    orders.before(
        report -> {
          if (report.shopifyOrderId() == order.id()) {
            throw new DomainException(ProblemCode.UNAVAILABLE, "away");
          }
        });
    UUID first = take("orders/create", order);
    UUID second = take("orders/fulfilled", order);
    UUID third = take("orders/create", other);
    runAll();
    assertThat(state(first)).isEqualTo(DeliveryState.RETRYING);
    assertThat(view(first).dueAt()).isAfter(view(first).receivedAt());
    assertThat(state(second)).isEqualTo(DeliveryState.PENDING);
    assertThat(state(third)).isEqualTo(DeliveryState.PROCESSED);
    orders.before(report -> {});
    allDue();
    runAll();
    assertThat(orders.factsOf(order.id())).containsExactly(Fact.CREATED, Fact.FULFILLED);
    assertThat(view(first).attempts()).isEqualTo(1);
  }

  @Test
  void theFirstSuccessHastensWhatFailedForTheSameReason() {
    ShopifyOrderPayload order = anOrder();
    UUID id = take("orders/create", order);
    orders.away(true);
    runAll();
    jdbi.useHandle(h -> h.execute("UPDATE delivery SET due_at = now() + interval '1 hour'"));
    orders.away(false);
    take("orders/create", anOrder());
    runAll();
    assertThat(view(id).dueAt()).isBefore(view(id).receivedAt().plusSeconds(30));
  }

  @Test
  void afterTheLastRetryADeliveryIsDeadAndItsLaneGoesOn() {
    ShopifyOrderPayload order = anOrder();
    UUID created = take("orders/create", order);
    UUID bad = take("orders/paid", order);
    UUID next = take("orders/fulfilled", order);
    orders.before(
        report -> {
          if (report.fact() == Fact.PAID) {
            throw new IllegalStateException("a bug that quotes " + report.email());
          }
        });
    for (int i = 0; i < 12; i++) {
      assertThat(state(next)).isEqualTo(DeliveryState.PENDING);
      allDue();
      runAll();
    }
    assertThat(state(created)).isEqualTo(DeliveryState.PROCESSED);
    assertThat(view(bad))
        .returns(DeliveryState.DEAD, DeliveryView::status)
        .returns(12, DeliveryView::attempts)
        .returns(
            "gave up after 12 attempts: failed with IllegalStateException", DeliveryView::reason);
    assertThat(state(next)).isEqualTo(DeliveryState.PROCESSED);
    assertThat(outbox(bad)).containsExactly("webhook.received", "webhook.dead");
  }

  @Test
  void whatCanNeverBeAppliedIsDeadAtOnceByItsFields() {
    ShopifyOrderPayload order = anOrder().designed("d", 1, "49.99", 1);
    order.json().put("total_price", "secret@example.com");
    UUID id = take("orders/create", order);
    orders.before(
        report -> {
          throw new InvalidInput("lines[0].quantity", "must be positive");
        });
    UUID refused = take("orders/create", anOrder());
    runAll();
    assertThat(view(id))
        .returns(DeliveryState.DEAD, DeliveryView::status)
        .returns("invalid: total_price", DeliveryView::reason);
    assertThat(view(refused).reason()).isEqualTo("invalid: lines[0].quantity");
  }

  @Test
  void aCrashInTheMiddleRollsBackAndTheRepeatIsHarmless() {
    ShopifyOrderPayload order = anOrder();
    UUID id = take("orders/create", order);
    DeliveryStep dying =
        new DeliveryStep(
            jdbi,
            events,
            new ShopifyProcessor(
                ENCRYPTION,
                report -> {
                  var result = orders.report(report);
                  // The order has been written; now the connection is gone, as with kill -9.
                  try (Handle other = jdbi.open()) {
                    other.execute(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                            + " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                            + " AND state = 'idle in transaction'");
                  }
                  return result;
                }),
            settings,
            metrics);
    assertThatExceptionOfType(JdbiException.class).isThrownBy(dying::run);
    assertThat(state(id)).isEqualTo(DeliveryState.PENDING);
    assertThat(outbox(id)).containsExactly("webhook.received");
    runAll();
    assertThat(state(id)).isEqualTo(DeliveryState.PROCESSED);
    assertThat(view(id).reason()).isEqualTo("known");
    assertThat(orders.factsOf(order.id())).containsExactly(Fact.CREATED);
    assertThat(outbox(id)).containsExactly("webhook.received", "webhook.processed");
  }

  @Test
  void aLaneIsInOneHandWhileOthersGoOn() throws Exception {
    ShopifyOrderPayload slow = anOrder();
    ShopifyOrderPayload other = anOrder();
    CountDownLatch inHand = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    orders.before(
        report -> {
          if (report.shopifyOrderId() == slow.id() && report.fact() == Fact.CREATED) {
            inHand.countDown();
            await(goOn);
          }
        });
    take("orders/create", slow);
    UUID second = take("orders/fulfilled", slow);
    take("orders/create", other);
    CompletableFuture<Boolean> first = CompletableFuture.supplyAsync(step()::run);
    await(inHand);
    assertThat(step.run()).isTrue();
    assertThat(step.run()).isFalse();
    assertThat(orders.factsOf(other.id())).containsExactly(Fact.CREATED);
    assertThat(state(second)).isEqualTo(DeliveryState.PENDING);
    goOn.countDown();
    assertThat(first.get(10, TimeUnit.SECONDS)).isTrue();
    runAll();
    assertThat(orders.factsOf(slow.id())).containsExactly(Fact.CREATED, Fact.FULFILLED);
  }

  @Test
  void aRowThatBecomesVisibleLateDoesNotOvertakeWhatIsInHand() throws Exception {
    ShopifyOrderPayload order = anOrder();
    CountDownLatch inHand = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    orders.before(
        report -> {
          if (report.fact() == Fact.CREATED) {
            inHand.countDown();
            await(goOn);
          }
        });
    UUID late = take("orders/fulfilled", order);
    // As if its transaction were not committed yet.
    jdbi.useHandle(h -> h.execute("UPDATE delivery SET state = 'WAITING', due_at = 'infinity'"));
    take("orders/create", order);
    CompletableFuture<Boolean> create = CompletableFuture.supplyAsync(step()::run);
    await(inHand);
    jdbi.useHandle(
        h ->
            h.execute(
                "UPDATE delivery SET state = 'PENDING', due_at = now() WHERE state = 'WAITING'"));
    CompletableFuture<Boolean> overtaking = CompletableFuture.supplyAsync(step()::run);
    Awaitility.await()
        .until(
            () ->
                jdbi.withHandle(
                    h ->
                        h.createQuery(
                                    "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"
                                        + " AND NOT granted")
                                .mapTo(Integer.class)
                                .one()
                            > 0));
    goOn.countDown();
    assertThat(create.get(10, TimeUnit.SECONDS)).isTrue();
    assertThat(overtaking.get(10, TimeUnit.SECONDS)).isTrue();
    assertThat(state(late)).isEqualTo(DeliveryState.PROCESSED);
    orders.assertThatNoOrderWasInTwoHands();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
