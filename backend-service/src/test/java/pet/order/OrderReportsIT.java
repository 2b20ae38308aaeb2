package pet.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static pet.testing.ReportFixture.anOrder;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import pet.domain.Money;
import pet.domain.order.OrderReport;
import pet.domain.order.OrderReport.Fact;
import pet.domain.order.OrderReport.Line;
import pet.domain.order.OrderStatus;
import pet.domain.order.Orders.Outcome;
import pet.domain.order.Orders.ReportResult;
import pet.testing.Concurrently;
import pet.testing.FailingEventBus;
import pet.testing.ReportFixture;
import pet.testing.Servers;
import pet.testing.ServersExtension;

/** What the shop's reports do to orders, on a real database; the outbox keeps what is told. */
@ExtendWith(ServersExtension.class)
@Timeout(60)
class OrderReportsIT {

  private static final List<Fact> FACTS = List.of(Fact.values());

  private static OrderStore store;
  private final OrdersForNeighbours orders = store.contract();

  @BeforeAll
  static void migrate(Servers servers) throws Exception {
    store = OrderStore.on(servers);
  }

  @BeforeEach
  void empty() {
    store.empty();
  }

  @ParameterizedTest
  @CsvSource({"false, CONFIRMED", "true, PENDING"})
  void anOrderBeginsAsItsPaymentSays(boolean unpaid, OrderStatus status) {
    ReportFixture order = unpaid ? anOrder().unpaid() : anOrder();

    assertThat(orders.report(order.created())).isEqualTo(new ReportResult(Outcome.APPLIED, null));

    assertThat(store.order(order.id()).status()).isEqualTo(status);
    assertThat(store.history(order.id()))
        .singleElement()
        .returns(status, OrderView.Change::status)
        .returns("shopify", OrderView.Change::by)
        .returns("orders/create", OrderView.Change::note)
        .returns(false, OrderView.Change::jumped);
    assertThat(store.strings("SELECT type || ' ' || (data - 'orderId') FROM outbox"))
        .containsExactly(
            "order.created {\"total\": {\"amount\": \"100.00\", \"currencyCode\": \"USD\"}, "
                + "\"units\": 3, \"status\": \""
                + status
                + "\", \"userId\": null, \"designs\": [], \"placedAt\": \"2026-11-22T10:00:00Z\"}");
  }

  @Test
  void itTellsWhichDesignsItIsMadeOfAndNothingElseThatSomebodyWrote() {
    String design = "0192f0c1-6a5e-7c3b-9d2e-1f0a4b5c6d7e";
    Money price = Money.usd(4_999);
    orders.report(
        anOrder()
            .lines(
                List.of(
                    new Line(11, "Harness", null, 2, price, design.toUpperCase(Locale.ROOT), 3),
                    new Line(12, "Harness", null, 1, price, "ann@example.com", 1),
                    new Line(13, "Harness", null, 1, price, design, null),
                    new Line(14, "Leash", null, 4, price, null, null)))
            .created());
    assertThat(store.strings("SELECT data ->> 'designs' FROM outbox"))
        .containsExactly("[{\"units\": 2, \"designId\": \"" + design + "\", \"revision\": 3}]");
  }

  /** Whoever adds up the tables by time comes to what whoever counts the events comes to. */
  @Test
  void whatIsKeptOfAFactHasItsEventsTime() {
    ReportFixture order = anOrder();
    orders.report(order.created());
    orders.report(order.at(60).report(Fact.FULFILLED));

    List<String> told =
        store.strings("SELECT time::text FROM outbox WHERE type <> 'order.updated' ORDER BY id");
    assertThat(told).hasSize(2);
    assertThat(store.strings("SELECT at::text FROM order_history ORDER BY position"))
        .isEqualTo(told);
    assertThat(store.strings("SELECT created_at::text FROM orders")).containsExactly(told.get(0));
  }

  /** What it comes to later does not change what it was when it came, which is what is counted. */
  @Test
  void whatAnOrderWasWhenItCameIsKept() {
    ReportFixture order = anOrder();
    orders.report(order.created());
    List<Line> edited =
        List.of(
            new Line(11, "Harness", null, 7, Money.usd(4_999), null, null),
            new Line(99, "Leash", null, 5, Money.usd(999), null, null));
    orders.report(order.at(60).lines(edited).report(Fact.UPDATED));

    assertThat(store.strings("SELECT sum(placed_quantity)::text FROM order_item"))
        .containsExactly("3");
    assertThat(store.strings("SELECT sum(quantity)::text FROM order_item")).isNotEqualTo("3");
    assertThat(store.strings("SELECT placed_total::text FROM orders")).containsExactly("10000");
  }

  /** Where each fact leads from each status; a dot for nowhere, a plus for a jump. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # from        | CREATED | UPDATED | PAID      | PARTIAL  | FULFILLED | CANCELLED
          PENDING       | .       | .       | CONFIRMED | SHIPPED+ | SHIPPED+  | CANCELLED
          CONFIRMED     | .       | .       | .         | SHIPPED+ | SHIPPED+  | CANCELLED
          IN_PRODUCTION | .       | .       | .         | SHIPPED+ | SHIPPED+  | CANCELLED
          QUALITY_CHECK | .       | .       | .         | SHIPPED  | SHIPPED   | CANCELLED
          SHIPPED       | .       | .       | .         | .        | .         | .
          DELIVERED     | .       | .       | .         | .        | .         | .
          RETURNED      | .       | .       | .         | .        | .         | .
          CANCELLED     | .       | .       | .         | .        | .         | .
          """)
  void eachFactMovesAnOrderAsTheTableSays(
      OrderStatus from,
      String created,
      String updated,
      String paid,
      String partial,
      String fulfilled,
      String cancelled) {
    Map<Fact, String> targets =
        Map.of(
            Fact.CREATED, created,
            Fact.UPDATED, updated,
            Fact.PAID, paid,
            Fact.PARTIALLY_FULFILLED, partial,
            Fact.FULFILLED, fulfilled,
            Fact.CANCELLED, cancelled);
    for (Fact fact : Fact.values()) {
      String target = targets.get(fact);
      ReportFixture order = anOrder();
      orders.report(order.created());
      store.put(order.id(), from);

      ReportResult result = orders.report(order.at(60).report(fact));

      OrderRow row = store.order(order.id());
      if (target.equals(".")) {
        assertThat(result.outcome()).as("%s", fact).isEqualTo(Outcome.NO_EFFECT);
        assertThat(result.reason()).isNotBlank();
        assertThat(row.status()).isEqualTo(from);
        assertThat(row.version()).isEqualTo(1);
        assertThat(store.history(order.id())).hasSize(1);
        assertThat(store.outbox(order.id())).containsExactly("order.created");
      } else {
        boolean jumped = target.endsWith("+");
        OrderStatus to = OrderStatus.valueOf(target.replace("+", ""));
        assertThat(result).as("%s", fact).isEqualTo(new ReportResult(Outcome.APPLIED, null));
        assertThat(row.status()).isEqualTo(to);
        assertThat(row.version()).isEqualTo(2);
        assertThat(store.history(order.id()))
            .hasSize(2)
            .last()
            .returns(to, OrderView.Change::status)
            .returns("shopify", OrderView.Change::by)
            .returns(jumped, OrderView.Change::jumped)
            .satisfies(change -> assertThat(change.note()).startsWith("orders/"));
        assertThat(store.outbox(order.id()))
            .containsExactly("order.created", "order.status_changed");
        assertThat(
                store.strings(
                    """
                    SELECT concat_ws(' ', data ->> 'from', data ->> 'to', data ->> 'jumped')
                    FROM outbox WHERE aggregate_id = ? AND type = 'order.status_changed'
                    """,
                    row.id().toString()))
            .containsExactly(from + " " + to + " " + jumped);
      }
    }
  }

  @Test
  void aDeliveryHasOneEffect() {
    ReportFixture order = anOrder().unpaid();
    OrderReport created = order.created();
    OrderReport paid = order.at(10).report(Fact.PAID);

    // Who reports it again, because the answer was lost, hears what came of it.
    for (int i = 0; i < 2; i++) {
      assertThat(orders.report(created).outcome()).isEqualTo(Outcome.APPLIED);
      assertThat(orders.report(paid).outcome()).isEqualTo(Outcome.APPLIED);
    }
    // Whatever the body says: the delivery is known.
    OrderReport again = order.delivery(paid.deliveryId()).at(20).report(Fact.CANCELLED);
    assertThat(orders.report(again).outcome()).isEqualTo(Outcome.APPLIED);

    assertThat(store.outbox(order.id())).containsExactly("order.created", "order.status_changed");
    assertThat(store.count("order_item")).isEqualTo(2);
  }

  @Test
  void aDeliveryIsKnownForAsLongAsItMayComeAgain() {
    orders.report(anOrder().created());
    orders.report(anOrder().created());
    store
        .jdbi()
        .useHandle(
            h ->
                h.execute(
                    "UPDATE inbox SET processed_at = now() - interval '401 days'"
                        + " WHERE event_id = (SELECT min(event_id) FROM inbox)"));
    InboxSweep sweep = new InboxSweep(store.jdbi(), Duration.ofDays(400), Clock.systemUTC());

    sweep.run();
    sweep.run();

    assertThat(store.count("inbox")).isEqualTo(1);
    assertThat(store.count("orders")).isEqualTo(2);
  }

  @Test
  void theSameOrderInAnotherDeliveryIsKnown() {
    ReportFixture order = anOrder();
    orders.report(order.created());

    assertThat(orders.report(order.at(5).created()))
        .isEqualTo(new ReportResult(Outcome.NO_EFFECT, "the order is known already"));
    assertThat(store.count("order_item")).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"-1, NO_EFFECT, PENDING", "0, APPLIED, CONFIRMED", "1, APPLIED, CONFIRMED"})
  void onlyAStrictlyOlderVersionHasNoEffect(long seconds, Outcome outcome, OrderStatus status) {
    ReportFixture order = anOrder().unpaid().at(100);
    orders.report(order.created());

    assertThat(orders.report(order.at(100 + seconds).report(Fact.PAID)).outcome())
        .isEqualTo(outcome);
    assertThat(store.order(order.id()).status()).isEqualTo(status);
  }

  @Test
  void whatComesBeforeItsOrderIsForgottenAndTakenWhenItComesAgain() {
    ReportFixture order = anOrder();
    OrderReport created = order.created();
    OrderReport fulfilled = order.at(60).report(Fact.FULFILLED);

    assertThat(orders.report(fulfilled).outcome()).isEqualTo(Outcome.UNKNOWN_ORDER);
    assertThat(store.count("inbox")).isZero();
    assertThat(store.count("outbox")).isZero();

    assertThat(orders.report(created).outcome()).isEqualTo(Outcome.APPLIED);
    assertThat(orders.report(fulfilled).outcome()).isEqualTo(Outcome.APPLIED);
    assertThat(store.order(order.id()).status()).isEqualTo(OrderStatus.SHIPPED);
  }

  @Test
  void theParcelIsKept() {
    ReportFixture order = anOrder();
    orders.report(order.created());
    orders.report(order.at(9).shipped("UPS", "1Z", "https://ups.test/1Z").report(Fact.FULFILLED));

    assertThat(store.order(order.id()))
        .returns("UPS", OrderRow::carrier)
        .returns("1Z", OrderRow::trackingNumber)
        .returns("https://ups.test/1Z", OrderRow::trackingUrl);
  }

  /** Staff may be ahead of the shop: the parcel's number comes when the order says SHIPPED. */
  @ParameterizedTest
  @EnumSource(names = {"SHIPPED", "DELIVERED", "RETURNED"})
  void theParcelIsKeptWhereStaffWereAhead(OrderStatus status) {
    ReportFixture order = anOrder();
    orders.report(order.created());
    store.put(order.id(), status);
    order.shipped("UPS", "1Z", "https://ups.test/1Z").at(60);

    assertThat(orders.report(order.report(Fact.FULFILLED)))
        .isEqualTo(new ReportResult(Outcome.APPLIED, null));
    assertThat(orders.report(order.report(Fact.FULFILLED)).outcome())
        .as("the same parcel in another delivery")
        .isEqualTo(Outcome.NO_EFFECT);
    assertThat(orders.report(order.shipped("UPS", "2Z", null).at(59).report(Fact.FULFILLED)))
        .as("an older version")
        .returns(Outcome.NO_EFFECT, ReportResult::outcome);

    assertThat(store.order(order.id()))
        .returns(status, OrderRow::status)
        .returns("UPS", OrderRow::carrier)
        .returns("1Z", OrderRow::trackingNumber)
        .returns("https://ups.test/1Z", OrderRow::trackingUrl)
        .returns(2L, OrderRow::version);
    assertThat(store.history(order.id())).hasSize(1);
    assertThat(store.outbox(order.id())).containsExactly("order.created");
  }

  @Test
  void aReportThatKnowsNoParcelTakesNoneAway() {
    ReportFixture order = anOrder();
    orders.report(order.created());
    orders.report(order.at(9).shipped("UPS", "1Z", null).report(Fact.FULFILLED));

    assertThat(orders.report(order.at(20).shipped(null, null, null).report(Fact.FULFILLED)))
        .returns(Outcome.NO_EFFECT, ReportResult::outcome);
    assertThat(store.order(order.id()).trackingNumber()).isEqualTo("1Z");
  }

  @Test
  void whatWasCancelledHasNoParcel() {
    ReportFixture order = anOrder();
    orders.report(order.created());
    orders.report(order.at(5).report(Fact.CANCELLED));

    assertThat(orders.report(order.at(9).shipped("UPS", "1Z", null).report(Fact.FULFILLED)))
        .returns(Outcome.NO_EFFECT, ReportResult::outcome);
    assertThat(store.order(order.id()).trackingNumber()).isNull();
  }

  @Test
  void ofManyThatTellOfOneOrderAtOnceOneIsFirst() throws Exception {
    ReportFixture order = anOrder();
    List<Callable<Outcome>> rivals = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      OrderReport rival = order.created();
      rivals.add(() -> orders.report(rival).outcome());
    }

    List<Outcome> outcomes = Concurrently.call(rivals);

    assertThat(outcomes).containsOnlyOnce(Outcome.APPLIED).hasSize(8);
    assertThat(Collections.frequency(outcomes, Outcome.NO_EFFECT)).isEqualTo(7);
    assertThat(store.count("orders")).isEqualTo(1);
    assertThat(store.count("order_item")).isEqualTo(2);
    assertThat(store.count("order_history")).isEqualTo(1);
    assertThat(store.outbox(order.id())).containsExactly("order.created");
  }

  @Test
  void ofManyThatMoveOneOrderAtOnceOneDecides() throws Exception {
    ReportFixture order = anOrder();
    orders.report(order.created());
    List<Callable<Outcome>> rivals = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      OrderReport rival = order.at(60).report(i % 2 == 0 ? Fact.FULFILLED : Fact.CANCELLED);
      rivals.add(() -> orders.report(rival).outcome());
    }

    List<Outcome> outcomes = Concurrently.call(rivals);

    assertThat(outcomes).containsOnlyOnce(Outcome.APPLIED);
    assertThat(store.history(order.id())).hasSize(2);
    assertThat(store.outbox(order.id())).containsExactly("order.created", "order.status_changed");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89})
  void whateverIsReportedAnOrderOnlyMovesForward(long seed) {
    Random random = new Random(seed);
    for (int run = 0; run < 10; run++) {
      ReportFixture order = random.nextBoolean() ? anOrder().unpaid() : anOrder();
      List<OrderReport> sent = new ArrayList<>();
      Set<String> appliedDeliveries = new HashSet<>();
      for (int i = 0; i < 12; i++) {
        Fact fact = FACTS.get(random.nextInt(FACTS.size()));
        boolean repeat = !sent.isEmpty() && random.nextInt(4) == 0;
        OrderReport report =
            repeat
                ? sent.get(random.nextInt(sent.size()))
                : order.at(random.nextInt(5)).report(fact);
        sent.add(report);
        if (orders.report(report).outcome() == Outcome.APPLIED) {
          appliedDeliveries.add(report.deliveryId());
        }
      }
      int applied = appliedDeliveries.size();
      if (applied > 0) {
        List<OrderStatus> statuses =
            store.history(order.id()).stream().map(OrderView.Change::status).toList();
        // The declaration's order is the way forward.
        assertThat(statuses).as("seed %d", seed).isSorted().doesNotHaveDuplicates();
        assertThat(statuses).last().isEqualTo(store.order(order.id()).status());
        assertThat(statuses).hasSize(applied);
        assertThat(store.outbox(order.id())).hasSize(applied);
        assertThat(store.order(order.id()).version()).isEqualTo(applied);
      }
    }
  }

  @Test
  void whatCannotBeToldDoesNotHappen() {
    ReportFixture order = anOrder();
    OrderReport created = order.created();

    assertThatIllegalStateException()
        .isThrownBy(() -> store.contract(new FailingEventBus()).report(created));

    for (String table : List.of("orders", "order_item", "order_history", "inbox", "outbox")) {
      assertThat(store.count(table)).as(table).isZero();
    }
    assertThat(orders.report(created).outcome()).isEqualTo(Outcome.APPLIED);
  }
}
