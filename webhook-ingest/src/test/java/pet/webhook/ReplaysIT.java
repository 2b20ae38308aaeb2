package pet.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;
import static pet.testing.shopify.ShopifyOrderPayload.anOrder;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import pet.domain.Caller;
import pet.domain.DomainException;
import pet.domain.InvalidInput;
import pet.domain.ProblemCode;
import pet.domain.order.OrderReport.Fact;
import pet.testing.shopify.ShopifyOrderPayload;

/** Staff send deliveries on their way again, and nothing is doubled by it. */
class ReplaysIT extends LogFixture {

  private static final Caller BOB = new Caller("bob", Set.of(Caller.STAFF), null);

  private final Replays replays = new Replays(jdbi, () -> {});

  private static DeliveryFilter dead() {
    return new DeliveryFilter(DeliveryState.DEAD, null, null, null, null);
  }

  private ReplayView many(DeliveryFilter filter, Caller caller, String note) {
    UUID id = UUID.randomUUID();
    return jdbi.inTransaction(handle -> replays.begin(handle, id, filter, caller, note));
  }

  private static List<HistoryDao.Entry> history(UUID id) {
    return jdbi.withExtension(HistoryDao.class, dao -> dao.of(id));
  }

  private UUID dead(ShopifyOrderPayload order) {
    orders.before(
        report -> {
          throw new InvalidInput("email", "is a bug of ours");
        });
    UUID id = take("orders/create", order);
    runAll();
    orders.before(report -> {});
    assertThat(state(id)).isEqualTo(DeliveryState.DEAD);
    return id;
  }

  @Test
  void aDeadDeliveryHasItsEffectAfterAll() {
    ShopifyOrderPayload order = anOrder();
    UUID id = dead(order);
    replays.one(id, BOB, "fixed in 1.2");
    assertThat(view(id))
        .returns(DeliveryState.PENDING, DeliveryView::status)
        .returns(0, DeliveryView::attempts)
        .returns(null, DeliveryView::reason);
    runAll();
    assertThat(state(id)).isEqualTo(DeliveryState.PROCESSED);
    assertThat(orders.factsOf(order.id())).containsExactly(Fact.CREATED);
    assertThat(outbox(id)).containsExactly("webhook.received", "webhook.dead", "webhook.processed");
    assertThat(history(id))
        .extracting(HistoryDao.Entry::what, HistoryDao.Entry::reason, HistoryDao.Entry::by)
        .containsExactly(
            tuple("DEAD", "invalid: email", null),
            tuple("REPLAYED", "was DEAD: invalid: email; fixed in 1.2", "bob"));
  }

  @Test
  void whatWasProcessedHasNoSecondEffect() {
    ShopifyOrderPayload order = anOrder();
    UUID id = take("orders/create", order);
    runAll();
    for (int i = 0; i < 3; i++) {
      replays.one(id, BOB, null);
      runAll();
    }
    assertThat(view(id))
        .returns(DeliveryState.PROCESSED, DeliveryView::status)
        .returns(null, DeliveryView::reason);
    assertThat(orders.factsOf(order.id())).containsExactly(Fact.CREATED);
    assertThat(outbox(id)).containsExactly("webhook.received", "webhook.processed");
    assertThat(history(id)).hasSize(3);
  }

  @Test
  void onesThatArePendingStayAsTheyAre() {
    UUID id = take("orders/create", anOrder());
    replays.one(id, BOB, null);
    assertThat(history(id)).isEmpty();
    assertThat(state(id)).isEqualTo(DeliveryState.PENDING);
  }

  @Test
  void withoutABodyThereIsNothingToReplay() {
    UUID id = dead(anOrder());
    jdbi.useHandle(h -> h.execute("UPDATE delivery SET body = NULL"));
    assertThatExceptionOfType(DomainException.class)
        .isThrownBy(() -> replays.one(id, BOB, null))
        .returns(ProblemCode.CONFLICT, DomainException::code);
    assertThatExceptionOfType(DomainException.class)
        .isThrownBy(() -> replays.one(UUID.randomUUID(), BOB, null))
        .returns(ProblemCode.NOT_FOUND, DomainException::code);
    assertThat(many(dead(), BOB, null).matched()).isZero();
  }

  @Test
  void aFilterMeansWhatItSays() {
    UUID created = dead(anOrder());
    UUID other = dead(anOrder());
    jdbi.useHandle(
        h ->
            h.createUpdate("UPDATE delivery SET received_at = '2026-01-02T03:04:05Z' WHERE id = :i")
                .bind("i", other)
                .execute());
    ShopifyOrderPayload order = anOrder();
    UUID done = take("orders/create", order);
    UUID paid = take("orders/paid", order);
    runAll();
    assertMatches(new DeliveryFilter(DeliveryState.PROCESSED, null, null, null, null), done, paid);
    assertMatches(new DeliveryFilter(null, null, "orders/paid", null, null), paid);
    assertMatches(new DeliveryFilter(null, "stripe", null, null, null));
    Instant noon = Instant.parse("2026-01-02T12:00:00Z");
    assertMatches(new DeliveryFilter(null, null, null, null, noon), other);
    assertMatches(new DeliveryFilter(DeliveryState.DEAD, null, null, noon, null), created);
    assertMatches(
        new DeliveryFilter(null, null, null, Instant.parse("2026-01-02T03:04:05Z"), noon), other);
    assertMatches(
        new DeliveryFilter(
            null, null, null, noon.minusSeconds(99), Instant.parse("2026-01-02T12:00:00Z")));
  }

  private void assertMatches(DeliveryFilter filter, UUID... expected) {
    jdbi.useHandle(h -> h.execute("TRUNCATE delivery_history"));
    ReplayView view = many(filter, BOB, "why");
    assertThat(view)
        .returns((long) expected.length, ReplayView::matched)
        .returns((long) expected.length, ReplayView::replayed);
    assertThat(view.finishedAt()).isNotNull();
    List<UUID> replayed =
        jdbi.withHandle(
            h ->
                h.createQuery("SELECT delivery_id FROM delivery_history WHERE replay_id = :id")
                    .bind("id", view.id())
                    .mapTo(UUID.class)
                    .list());
    assertThat(replayed).containsExactlyInAnyOrder(expected);
    orders.before(
        report -> {
          if (report.fact() == Fact.CREATED
              && orders.reportsOf(report.shopifyOrderId()).isEmpty()) {
            throw new InvalidInput("email", "is still a bug of ours");
          }
        });
    runAll();
    orders.before(report -> {});
  }

  @Test
  void manyAreReplayedInTheBackgroundAndFinishedByAnyProcess() {
    UUID model = dead(anOrder());
    int copies = 2600;
    jdbi.useHandle(h -> multiply(h, model, copies));
    ReplayView begun = many(dead(), BOB, null);
    assertThat(begun)
        .returns(copies + 1L, ReplayView::matched)
        .returns(null, ReplayView::finishedAt);
    assertThat(begun.replayed()).isPositive().isLessThan(begun.matched());
    new Replays(jdbi, () -> {}).goOn();
    ReplayView finished =
        jdbi.withExtension(ReplayDao.class, dao -> dao.find(begun.id())).orElseThrow();
    assertThat(finished.replayed()).isEqualTo(copies + 1L);
    assertThat(finished.finishedAt()).isNotNull();
    assertThat(count("state = 'PENDING' AND attempts = 0")).isEqualTo(copies + 1);
    // Asked for again, there is nothing left of it.
    assertThat(many(dead(), BOB, null).matched()).isZero();
  }

  private static void multiply(Handle handle, UUID model, int copies) {
    handle
        .createUpdate(
            """
            INSERT INTO delivery (id, source, shop, topic, lane, body, state, reason, attempts)
            SELECT gen_random_uuid(), source, shop, topic, lane || n, body, state, reason, attempts
            FROM delivery, generate_series(1, :copies) AS n
            WHERE id = :model
            """)
        .bind("copies", copies)
        .bind("model", model)
        .execute();
  }

  private static int count(String condition) {
    return jdbi.withHandle(
        h ->
            h.createQuery("SELECT count(*) FROM delivery WHERE " + condition)
                .mapTo(Integer.class)
                .one());
  }

  @Test
  void aReplayLeavesToTheWorkerWhatItHasInHand() {
    List<UUID> waiting = new ArrayList<>();
    waiting.add(take("orders/paid", anOrder()));
    waiting.add(take("orders/paid", anOrder()));
    runAll();
    try (Handle worker = jdbi.open()) {
      worker.begin();
      worker
          .createQuery("SELECT 1 FROM delivery WHERE id = :id FOR UPDATE")
          .bind("id", waiting.get(0))
          .mapTo(Integer.class)
          .one();
      ReplayView view =
          many(new DeliveryFilter(DeliveryState.WAITING, null, null, null, null), BOB, null);
      assertThat(view).returns(2L, ReplayView::matched).returns(1L, ReplayView::replayed);
      worker.rollback();
    }
    assertThat(waiting)
        .extracting(this::state)
        .containsExactly(DeliveryState.WAITING, DeliveryState.PENDING);
  }
}
