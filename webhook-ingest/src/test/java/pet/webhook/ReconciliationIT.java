package pet.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static pet.testing.shopify.ShopifyOrderPayload.anOrder;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.dropwizard.util.Duration;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import pet.domain.order.OrderReport;
import pet.domain.order.OrderReport.Fact;
import pet.platform.Secret;
import pet.testing.shopify.RecordedShop;
import pet.webhook.admin.AdminApi;
import pet.webhook.admin.AdminException;
import pet.webhook.admin.AdminOrders;

/** What the shop has and we don't is found, delivered and processed; nothing else is. */
class ReconciliationIT extends LogFixture {

  private static final Instant CHANGED = Instant.parse("2026-11-20T10:15:00Z");

  private final RecordedShop shop = new RecordedShop();
  private final ReconciliationSettings how = settings(shop.url(), RecordedShop.TOKEN);
  private final Reconciliation reconciliation = replica(how);

  private static ReconciliationSettings settings(URI url, String token) {
    return settings(url, token, null);
  }

  private static ReconciliationSettings settings(URI url, String token, Duration lease) {
    return new ReconciliationSettings(
        "paws.myshopify.com",
        null,
        new Secret(token),
        Duration.minutes(10),
        null,
        null,
        null,
        lease,
        Duration.seconds(10),
        url);
  }

  private Reconciliation replica(ReconciliationSettings settings) {
    AdminApi api =
        new AdminApi(
            settings.url(),
            settings.accessToken(),
            settings.timeout().toJavaDuration(),
            java.time.Duration.ofMillis(1),
            new ObjectMapper());
    return new Reconciliation(
        jdbi,
        new AdminOrders(api),
        orders,
        new ReconciledOrders(log, ENCRYPTION, settings, metrics, () -> {}),
        settings,
        metrics);
  }

  @BeforeEach
  void know() {
    reconciliation.know();
  }

  @AfterEach
  void close() {
    shop.close();
  }

  private static void laterOn() {
    jdbi.useHandle(h -> h.execute("UPDATE reconciliation SET started_at = now() - interval '1 h'"));
  }

  private long count(String what) {
    return registry.meter("webhook.reconciliation." + what).getCount();
  }

  /** Shopify's own webhook of an order, as it is in the recording. */
  private void webhook(long id, Instant updatedAt) {
    take("orders/create", anOrder().id(id).createdAt(CHANGED).updatedAt(updatedAt));
    runAll();
  }

  private void allButTheLostOneCame() {
    webhook(RecordedShop.DELIVERED, Instant.parse("2026-11-20T11:00:00Z"));
    webhook(RecordedShop.CANCELLED, Instant.parse("2026-11-20T12:00:00Z"));
  }

  @Test
  void aLostOrderIsFoundAndProcessedOnce() throws Exception {
    allButTheLostOneCame();

    assertThat(reconciliation.run()).isTrue();
    runAll();
    laterOn();
    assertThat(reconciliation.run()).isTrue();
    runAll();

    assertThat(orders.factsOf(RecordedShop.LOST)).containsExactly(Fact.CREATED, Fact.UPDATED);
    assertThat(orders.factsOf(RecordedShop.DELIVERED)).containsExactly(Fact.CREATED);
    OrderReport report = orders.reportsOf(RecordedShop.LOST).get(0);
    assertThat(report.orderNumber()).isEqualTo("1001");
    assertThat(report.orderName()).isEqualTo("#1001-EU2");
    assertThat(report.email()).isEqualTo("jon@example.com");
    assertThat(report.totals().total().amount()).isEqualTo("129.60");
    assertThat(report.updatedAt()).isEqualTo(CHANGED);
    assertThat(report.lines())
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.shopifyLineId()).isEqualTo(866550311766439020L);
              assertThat(line.price().amount()).isEqualTo("54.99");
              assertThat(line.designId()).isEqualTo("0198f2c4-7a31-7c55-9d0e-6f1a2b3c4d5e");
              assertThat(line.designRevision()).isEqualTo(3);
            });
    assertThat(count("checked")).isEqualTo(6);
    assertThat(count("missing")).isEqualTo(1);
    assertThat(count("sent")).isEqualTo(2);
    assertThat(count("errors")).isZero();
  }

  @Test
  void whatHasBecomeOfAnOrderIsToldToo() throws Exception {
    reconciliation.run();
    runAll();

    OrderReport delivered = orders.reportsOf(RecordedShop.DELIVERED).get(1);
    assertThat(delivered.state().fulfillments())
        .singleElement()
        .satisfies(parcel -> assertThat(parcel.delivered()).isTrue());
    assertThat(delivered.shipping().trackingNumber()).isEqualTo("1Z001985YW99744790");
    assertThat(delivered.state().refunds())
        .singleElement()
        .satisfies(refund -> assertThat(refund.amount()).isEqualTo("54.99"));
    assertThat(orders.factsOf(RecordedShop.CANCELLED))
        .containsExactly(Fact.CREATED, Fact.UPDATED, Fact.CANCELLED);
  }

  @Test
  void anOlderCopyIsBroughtUpToDateAndANewerOneIsLeft() throws Exception {
    allButTheLostOneCame();
    webhook(RecordedShop.LOST, CHANGED.minusSeconds(60));
    reconciliation.run();
    runAll();
    assertThat(orders.factsOf(RecordedShop.LOST)).containsExactly(Fact.CREATED, Fact.UPDATED);

    webhook(RecordedShop.LOST, CHANGED.plusSeconds(60));
    laterOn();
    reconciliation.run();
    runAll();
    assertThat(orders.factsOf(RecordedShop.LOST)).hasSize(3);
    assertThat(count("sent")).isEqualTo(1);
  }

  @Test
  void aWebhookThatComesMeanwhileKeepsItsLane() throws Exception {
    take("orders/create", anOrder().id(RecordedShop.LOST).updatedAt(CHANGED));
    reconciliation.run();
    runAll();
    orders.assertThatNoOrderWasInTwoHands();
    assertThat(orders.factsOf(RecordedShop.LOST))
        .containsExactly(Fact.CREATED, Fact.CREATED, Fact.UPDATED);
  }

  @Test
  void throttledAndFailingAnswersAreAskedForAgain() throws Exception {
    shop.thenRecorded("throttled.json").then(429, "0.05", "").then(503, null, "oops");
    reconciliation.run();
    runAll();
    assertThat(orders.factsOf(RecordedShop.LOST)).containsExactly(Fact.CREATED, Fact.UPDATED);
    assertThat(count("errors")).isZero();
    assertThat(shop.questions().get(0).path("query").asText()).startsWith("updated_at:>='20");
  }

  @Test
  void aRefusalEndsTheRunAndTheNextOneDoesItAll() throws Exception {
    shop.thenRecorded("changed-1.json").thenRecorded("denied.json");
    reconciliation.run();
    assertThat(count("errors")).isPositive();
    laterOn();
    reconciliation.run();
    runAll();
    for (long id : List.of(RecordedShop.LOST, RecordedShop.DELIVERED, RecordedShop.CANCELLED)) {
      assertThat(orders.factsOf(id)).startsWith(Fact.CREATED, Fact.UPDATED);
      assertThat(orders.factsOf(id)).doesNotHaveDuplicates();
    }
  }

  @Test
  void aWrongTokenIsAnErrorOfTheRunAndAskedOnce() throws Exception {
    replica(settings(shop.url(), "shpat_wrong")).run();
    assertThat(shop.questions()).isEmpty();
    assertThat(count("errors")).isEqualTo(1);
    assertThat(how.toString()).doesNotContain(RecordedShop.TOKEN);
  }

  @Test
  void noErrorTellsTheTokenOrWhatShopifySaid() {
    for (int i = 0; i < 6; i++) {
      shop.then(500, null, "not for " + RecordedShop.TOKEN);
    }
    AdminApi api =
        new AdminApi(
            shop.url(),
            new Secret(RecordedShop.TOKEN),
            java.time.Duration.ofSeconds(10),
            java.time.Duration.ofMillis(1),
            new ObjectMapper());
    assertThatExceptionOfType(AdminException.class)
        .isThrownBy(() -> new AdminOrders(api).find(RecordedShop.LOST))
        .satisfies(
            e ->
                assertThat(Throwables.getStackTrace(e))
                    .contains("Shopify answers 500, 6 times")
                    .doesNotContain(RecordedShop.TOKEN));
  }

  @Test
  void anOrderWithManyPartsIsToldInFull() throws Exception {
    int lines = 230;
    shop.lostALargeOne(lines, 23, 12);
    reconciliation.run();
    runAll();

    assertThat(orders.factsOf(RecordedShop.LOST)).containsExactly(Fact.CREATED, Fact.UPDATED);
    OrderReport report = orders.reportsOf(RecordedShop.LOST).get(1);
    assertThat(report.lines()).extracting(OrderReport.Line::shopifyLineId).hasSize(lines);
    assertThat(report.lines()).extracting(OrderReport.Line::shopifyLineId).doesNotHaveDuplicates();
    assertThat(report.lines().get(lines - 1).title()).isEqualTo("Harness 229");
    assertThat(report.state().fulfillments()).hasSize(23).allMatch(parcel -> parcel.delivered());
    assertThat(report.state().refunds())
        .hasSize(12)
        // Twelve parts of 54.99 each.
        .allSatisfy(refund -> assertThat(refund.amount()).isEqualTo("659.88"));
    assertThat(count("errors")).isZero();
  }

  @Test
  void anOrderThatChangesWhileItIsReadIsLeftToTheNextRun() throws Exception {
    shop.lostALargeOne(101, 1, 1);
    shop.theLargeOneIsChanging(true);
    reconciliation.run();
    runAll();
    assertThat(orders.factsOf(RecordedShop.LOST)).isEmpty();
    assertThat(orders.factsOf(RecordedShop.DELIVERED)).hasSize(2);
    assertThat(count("errors")).isPositive();

    shop.theLargeOneIsChanging(false);
    laterOn();
    reconciliation.run();
    runAll();
    assertThat(orders.factsOf(RecordedShop.LOST)).containsExactly(Fact.CREATED, Fact.UPDATED);
    assertThat(orders.reportsOf(RecordedShop.LOST).get(1).lines()).hasSize(101);
  }

  @Test
  void anOrderThatCannotBeToldInFullHoldsUpNoOther() throws Exception {
    shop.answersInstead("order-" + RecordedShop.LOST + ".json", "too-long.json");
    reconciliation.run();
    runAll();
    assertThat(orders.factsOf(RecordedShop.LOST)).isEmpty();
    assertThat(orders.factsOf(RecordedShop.DELIVERED)).hasSize(2);
    assertThat(count("errors")).isPositive();

    shop.answersInstead(
        "order-" + RecordedShop.LOST + ".json", "order-" + RecordedShop.LOST + ".json");
    laterOn();
    reconciliation.run();
    runAll();
    assertThat(orders.factsOf(RecordedShop.LOST)).containsExactly(Fact.CREATED, Fact.UPDATED);
  }

  @Test
  void anOrderModuleThatIsAwayIsAnErrorAndNothingIsLost() throws Exception {
    orders.away(true);
    reconciliation.run();
    assertThat(count("errors")).isEqualTo(1);
    orders.away(false);
    laterOn();
    reconciliation.run();
    runAll();
    assertThat(orders.factsOf(RecordedShop.LOST)).containsExactly(Fact.CREATED, Fact.UPDATED);
  }

  @Test
  void oneReplicaAtATimeAndACrashedOnesLeaseRunsOut() throws Exception {
    Reconciliation other = replica(how);
    jdbi.useHandle(
        h ->
            h.execute(
                "UPDATE reconciliation SET held_by = gen_random_uuid(),"
                    + " held_until = now() + interval '1 minute'"));
    assertThat(reconciliation.run()).isFalse();
    assertThat(shop.questions()).isEmpty();
    jdbi.useHandle(h -> h.execute("UPDATE reconciliation SET held_until = now()"));
    assertThat(reconciliation.run()).isTrue();
    assertThat(other.run()).as("the interval is everybody's").isFalse();
  }

  @Test
  void aRunThatWaitsForTheShopKeepsItsLease() throws Exception {
    ReconciliationSettings brief =
        settings(shop.url(), RecordedShop.TOKEN, Duration.milliseconds(300));
    Reconciliation slow = replica(brief);
    Reconciliation other = replica(brief);
    CountDownLatch mayAnswer = new CountDownLatch(1);
    shop.thenNotBefore(mayAnswer);
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try {
      Future<Boolean> run = threads.submit(slow::run);
      await().until(() -> shop.questions().size() == 1);
      laterOn();
      // Four leases long.
      await().during(1200, TimeUnit.MILLISECONDS).until(() -> !other.run());
      mayAnswer.countDown();
      assertThat(run.get()).isTrue();
    } finally {
      mayAnswer.countDown();
      threads.shutdown();
    }
    runAll();
    assertThat(orders.factsOf(RecordedShop.LOST)).containsExactly(Fact.CREATED, Fact.UPDATED);
    assertThat(count("errors")).isZero();
  }

  @Test
  void healthTellsWhenNoReplicaGetsThrough() throws Exception {
    assertThat(reconciliation.health().execute().isHealthy()).isTrue();
    jdbi.useHandle(h -> h.execute("UPDATE reconciliation SET known_at = now() - interval '1 d'"));
    assertThat(reconciliation.health().execute().isHealthy()).isFalse();
    reconciliation.run();
    assertThat(reconciliation.health().execute().isHealthy()).isTrue();
  }
}
