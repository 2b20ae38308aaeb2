package pet.webhook;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static pet.testing.shopify.ShopifyOrderPayload.anOrder;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.Test;
import pet.domain.DomainException;
import pet.domain.InvalidInput;
import pet.domain.ProblemCode;
import pet.domain.order.OrderReport.Fact;
import pet.testing.shopify.ShopifyOrderPayload;

/** One step at a time, on a log that nobody else works on. */
class DeliveryStepIT extends LogFixture {

  private static final List<Fact> CREATED = List.of(Fact.CREATED);

  /** As if the process had been killed when the order was written. */
  private static void killOthersConnections() {
    try (Handle other = jdbi.open()) {
      other.execute(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
              + " WHERE datname = current_database() AND pid <> pg_backend_pid()"
              + " AND state = 'idle in transaction'");
    }
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

  /** Whoever adds up the log by time comes to what whoever counts the events comes to. */
  @Test
  void whatIsKeptOfAFactHasItsEventsTime() {
    ShopifyOrderPayload order = anOrder();
    UUID paid = take("orders/paid", order);
    assertThat(texts("SELECT received_at FROM delivery"))
        .hasSize(1)
        .isEqualTo(texts("SELECT time FROM outbox WHERE type = 'webhook.received'"));
    runAll();
    jdbi.useHandle(
        h ->
            h.execute(
                "UPDATE delivery SET due_at = now(), received_at = now() - interval '73 hours'"));
    runAll();
    assertThat(state(paid)).isEqualTo(DeliveryState.DEAD);
    // Replayed when its order is there: that it was given up once stays.
    take("orders/create", order);
    runAll();
    jdbi.useHandle(
        h ->
            h.execute(
                "UPDATE delivery SET state = 'PENDING', due_at = now(), replayed_at = now()"
                    + " WHERE id = ?",
                paid));
    runAll();

    assertThat(state(paid)).isEqualTo(DeliveryState.PROCESSED);
    assertThat(outbox(paid))
        .containsExactly("webhook.received", "webhook.dead", "webhook.processed");
    assertThat(texts("SELECT delivery_id || ' ' || at FROM delivery_history WHERE what = 'DEAD'"))
        .hasSize(1)
        .isEqualTo(
            texts("SELECT aggregate_id || ' ' || time FROM outbox WHERE type = 'webhook.dead'"));
    assertThat(
            texts(
                "SELECT id || ' ' || first_processed_at || ' ' || lag_millis FROM delivery"
                    + " ORDER BY first_processed_at"))
        .hasSize(2)
        .isEqualTo(
            texts(
                "SELECT aggregate_id || ' ' || time || ' ' || (data ->> 'lagMillis') FROM outbox"
                    + " WHERE type = 'webhook.processed' ORDER BY time"));
  }

  private static List<String> texts(String sql) {
    return jdbi.withHandle(h -> h.createQuery(sql).mapTo(String.class).list());
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
  void whatWaitsForTooLongIsGivenUpWithItsReason() {
    UUID paid = take("orders/paid", anOrder());
    runAll();
    jdbi.useHandle(
        h ->
            h.execute(
                "UPDATE delivery SET due_at = now(), received_at = now() - interval '73 hours'"));
    runAll();
    assertThat(view(paid))
        .returns(DeliveryState.DEAD, DeliveryView::status)
        .returns("gave up after 72 hours: its order does not exist yet", DeliveryView::reason);
    assertThat(outbox(paid)).containsExactly("webhook.received", "webhook.dead");
    assertThat(registry.meter("webhook.dead.topic.orders.paid").getCount()).isEqualTo(1);
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
  void whatIsToBeTriedAgainLaterIsNotBehind() {
    ShopifyOrderPayload order = ShopifyOrderPayload.anOrder();
    UUID failed = take("orders/create", order);
    UUID behindIt = take("orders/updated", order);
    jdbi.useHandle(
        h ->
            h.execute(
                "UPDATE delivery SET received_at = now() - interval '3 hours',"
                    + " due_at = now() - interval '3 hours'"));
    jdbi.useHandle(
        h ->
            h.execute(
                "UPDATE delivery SET state = 'RETRYING', due_at = now() + interval '1 hour'"
                    + " WHERE id = ?",
                failed));
    assertThat(behind()).isZero();

    UUID elsewhere = take("orders/create", ShopifyOrderPayload.anOrder());
    jdbi.useHandle(
        h ->
            h.execute(
                "UPDATE delivery SET due_at = now() - interval '5 minutes' WHERE id = ?",
                elsewhere));
    assertThat(behind()).isBetween(299.0, 330.0);

    jdbi.useHandle(
        h ->
            h.execute(
                "UPDATE delivery SET due_at = now() - interval '10 minutes' WHERE id = ?", failed));
    assertThat(behind()).as("what stands behind it can be done, too").isGreaterThan(10_000);
    assertThat(state(behindIt)).isEqualTo(DeliveryState.PENDING);
  }

  private static double behind() {
    return jdbi.inTransaction(handle -> new DeliveryRows(handle).oldestUnprocessedSeconds());
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
    orders.after(DeliveryStepIT::killOthersConnections);
    assertThatExceptionOfType(JdbiException.class).isThrownBy(step::run);
    orders.after(() -> {});
    assertThat(state(id)).isEqualTo(DeliveryState.PENDING);
    assertThat(outbox(id)).containsExactly("webhook.received");
    runAll();
    assertThat(state(id)).isEqualTo(DeliveryState.PROCESSED);
    assertThat(view(id).reason()).as("it had its effect, if by the first of two reports").isNull();
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
    CompletableFuture<Boolean> first = CompletableFuture.supplyAsync(step()::run);
    await(inHand);
    take("orders/create", other);
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
  void whatIsDueGoesInOneCallOneOfALane() {
    List<ShopifyOrderPayload> placed = Stream.generate(() -> anOrder()).limit(20).toList();
    placed.forEach(order -> take("orders/create", order));
    placed.forEach(order -> take("orders/paid", order));
    List<UUID> unheardOf = Stream.generate(() -> take("orders/paid", anOrder())).limit(3).toList();

    assertThat(step.run()).isTrue();
    assertThat(orders.calls()).isEqualTo(1);
    assertThat(placed.subList(0, 8)).allMatch(o -> orders.factsOf(o.id()).equals(CREATED));
    assertThat(placed.subList(8, 20)).allMatch(o -> orders.factsOf(o.id()).isEmpty());

    runAll();
    assertThat(placed)
        .allMatch(o -> orders.factsOf(o.id()).equals(List.of(Fact.CREATED, Fact.PAID)));
    assertThat(orders.calls()).isLessThan(12);
    assertThat(unheardOf).allMatch(id -> state(id) == DeliveryState.WAITING);
    assertThat(registry.meter("webhook.processed").getCount()).isEqualTo(40);
    assertThat(texts("SELECT count(*) FROM outbox WHERE type = 'webhook.processed'"))
        .containsExactly("40");
  }

  @Test
  void oneOfAGroupThatIsWrongHarmsNoOther() {
    ShopifyOrderPayload wrong = anOrder();
    List<ShopifyOrderPayload> placed = Stream.generate(() -> anOrder()).limit(3).toList();
    orders.before(
        report -> {
          if (report.shopifyOrderId() == wrong.id()) {
            throw new InvalidInput("totals", "are wrong");
          }
        });
    take("orders/create", placed.get(0));
    UUID id = take("orders/create", wrong);
    take("orders/create", placed.get(1));
    UUID unreadable = take("orders/create", "{\"id\":77,\"currency\":[]}".getBytes(UTF_8));
    take("orders/create", placed.get(2));
    runAll();

    assertThat(view(id))
        .returns(DeliveryState.DEAD, DeliveryView::status)
        .returns("invalid: totals", DeliveryView::reason);
    assertThat(view(unreadable)).returns(DeliveryState.DEAD, DeliveryView::status);
    assertThat(placed).allMatch(o -> orders.factsOf(o.id()).equals(CREATED));
  }

  @Test
  void aGroupLeavesALaneThatIsInAnothersHand() {
    ShopifyOrderPayload held = anOrder();
    ShopifyOrderPayload free = anOrder();
    take("orders/create", free);
    UUID left = take("orders/create", held);
    take("orders/create", anOrder());
    try (Handle other = jdbi.open()) {
      other.begin();
      other.execute(
          "SELECT pg_advisory_xact_lock(hashtextextended('webhook.lane:shopify:order:' || ?, 0))",
          held.id());
      assertThat(step.run()).isTrue();
      assertThat(orders.factsOf(free.id())).isEqualTo(CREATED);
      assertThat(state(left)).isEqualTo(DeliveryState.PENDING);
      other.rollback();
    }
    runAll();
    assertThat(orders.factsOf(held.id())).isEqualTo(CREATED);
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
