package pet.order;

import static org.assertj.core.api.Assertions.assertThat;
import static pet.testing.ReportFixture.PLACED;
import static pet.testing.ReportFixture.anOrder;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
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
import pet.domain.Person;
import pet.domain.order.Fulfillment;
import pet.domain.order.LineQuantity;
import pet.domain.order.OrderNews;
import pet.domain.order.OrderNews.Kind;
import pet.domain.order.OrderReport;
import pet.domain.order.OrderReport.Fact;
import pet.domain.order.OrderReport.Line;
import pet.domain.order.OrderReport.State;
import pet.domain.order.OrderStatus;
import pet.domain.order.Orders.Outcome;
import pet.domain.order.Orders.ReportResult;
import pet.domain.order.Refund;
import pet.testing.ReportFixture;
import pet.testing.Servers;
import pet.testing.ServersExtension;

/** Parcels, refunds, edits and payments, in whatever order they are told; on a real database. */
@ExtendWith(ServersExtension.class)
@Timeout(120)
class OrderNewsIT {

  private static final ReportResult APPLIED = new ReportResult(Outcome.APPLIED, null);
  private static final Fulfillment.State HANDED_OVER = Fulfillment.State.SUCCESS;
  private static final LineQuantity BOTH_HARNESSES = new LineQuantity(11, 2);
  private static final LineQuantity LEASH = new LineQuantity(12, 1);

  private static OrderStore store;
  private final OrderReports orders = store.reports();
  private final ReportFixture order = anOrder();

  @BeforeAll
  static void migrate(Servers servers) throws Exception {
    store = OrderStore.on(servers);
  }

  @BeforeEach
  void place() {
    store.empty();
    orders.report(order.created());
  }

  private OrderRow row() {
    return store.order(order.id());
  }

  private List<ItemRow> items() {
    return store.jdbi().withHandle(handle -> new OrderParts(handle).items(row().id()));
  }

  private List<Integer> left() {
    return items().stream().map(ItemRow::current).toList();
  }

  private Outcome news(OrderNews news) {
    return orders.news(news).outcome();
  }

  private static State state(
      List<Fulfillment> parcels, List<Refund> refunds, LineQuantity... left) {
    return new State(true, false, false, false, Money.usd(7_000), List.of(left), parcels, refunds);
  }

  /** Where each kind of news leads from each status; a dot for nowhere, a plus for a jump. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # from        | PAYMENT   | OPEN | HANDED_OVER | DELIVERED  | FAILED | DELETED   | REFUND_ALL
          PENDING       | CONFIRMED | .    | SHIPPED+    | DELIVERED+ | .      | CANCELLED | .
          CONFIRMED     | .         | .    | SHIPPED+    | DELIVERED+ | .      | CANCELLED | .
          IN_PRODUCTION | .         | .    | SHIPPED+    | DELIVERED+ | .      | CANCELLED | .
          QUALITY_CHECK | .         | .    | SHIPPED     | DELIVERED+ | .      | CANCELLED | .
          SHIPPED       | .         | .    | .           | DELIVERED  | .      | .         | .
          DELIVERED     | .         | .    | .           | .          | .      | .         | RETURNED
          RETURNED      | .         | .    | .           | .          | .      | .         | .
          CANCELLED     | .         | .    | .           | .          | .      | .         | .
          """)
  void eachKindMovesAnOrderAsTheTableSays(
      OrderStatus from,
      String payment,
      String open,
      String handedOver,
      String delivered,
      String failed,
      String deleted,
      String refundAll) {
    List<String> targets =
        List.of(payment, open, handedOver, delivered, failed, deleted, refundAll);
    for (int i = 0; i < targets.size(); i++) {
      ReportFixture other = anOrder();
      orders.report(other.created());
      store.put(other.id(), from);
      OrderNews news =
          switch (i) {
            case 0 -> other.news(Kind.PAYMENT, "payment_intent.succeeded");
            case 1 -> other.parcel(1, Fulfillment.State.OPEN, false, 60);
            case 2 -> other.parcel(1, HANDED_OVER, false, 60);
            case 3 -> other.parcel(1, HANDED_OVER, true, 60);
            case 4 -> other.parcel(1, Fulfillment.State.FAILED, true, 60);
            case 5 -> other.news(Kind.DELETED, "orders/delete");
            default -> other.refund(1, "100.00", 60, BOTH_HARNESSES, LEASH);
          };

      orders.news(news);

      String target = targets.get(i);
      OrderStatus to = target.equals(".") ? from : OrderStatus.valueOf(target.replace("+", ""));
      assertThat(store.order(other.id()).status()).as("%s %s", from, news).isEqualTo(to);
      List<OrderView.Change> history = store.history(other.id());
      assertThat(history).as("%s %s", from, news).hasSize(target.equals(".") ? 1 : 2);
      if (!target.equals(".")) {
        assertThat(history.get(1))
            .returns(to, OrderView.Change::status)
            .returns(i == 0 ? "stripe" : "shopify", OrderView.Change::by)
            .returns(target.endsWith("+"), OrderView.Change::jumped)
            .satisfies(change -> assertThat(change.note()).isNotBlank());
        assertThat(store.told(other.id())).contains("order.status_changed");
      } else {
        assertThat(store.told(other.id())).doesNotContain("order.status_changed");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatComesBeforeItsOrderIsForgottenAndTakenWhenItComesAgain(Kind kind) {
    ReportFixture unpaid = anOrder().unpaid();
    OrderReport created = unpaid.created();
    OrderNews news =
        switch (kind) {
          case FULFILLMENT -> unpaid.parcel(7, HANDED_OVER, false, 60);
          case REFUND -> unpaid.refund(7, "10.00", 60);
          case EDIT -> unpaid.edit(7, 60, new LineQuantity(11, 1));
          default -> unpaid.news(kind, "topic");
        };

    assertThat(news(news)).isEqualTo(Outcome.UNKNOWN_ORDER);
    assertThat(orders.report(created)).isEqualTo(APPLIED);
    assertThat(orders.news(news)).isEqualTo(APPLIED);
    assertThat(orders.news(news)).as("again").isEqualTo(APPLIED);
    assertThat(store.order(unpaid.id()).version()).isEqualTo(2);
  }

  @Test
  void aParcelHasVersionsOfItsOwn() {
    order.shipped("UPS", "1Z", "https://ups.test/1Z");
    assertThat(news(order.parcel(5, HANDED_OVER, false, 50, BOTH_HARNESSES)))
        .isEqualTo(Outcome.APPLIED);
    order.shipped("DHL", "2D", null);
    assertThat(orders.news(order.parcel(5, Fulfillment.State.OPEN, false, 49)))
        .isEqualTo(
            new ReportResult(Outcome.NO_EFFECT, "a newer version of the fulfillment is known"));
    // The order's own version is older than the parcel's, and is the newest of the order.
    assertThat(news(order.parcel(6, HANDED_OVER, false, 51, LEASH))).isEqualTo(Outcome.APPLIED);

    assertThat(row())
        .returns(OrderStatus.SHIPPED, OrderRow::status)
        .returns("DHL", OrderRow::carrier)
        .returns("2D", OrderRow::trackingNumber);
    assertThat(items()).extracting(ItemRow::fulfilled).containsExactly(2, 1);
    assertThat(store.history(order.id())).hasSize(2).last().returns(true, c -> c.jumped());
  }

  @Test
  void aParcelThatFailedAfterwardsTakesNothingBack() {
    news(order.shipped("UPS", "1Z", null).parcel(5, HANDED_OVER, false, 50, BOTH_HARNESSES));
    news(order.parcel(5, Fulfillment.State.FAILED, false, 60, BOTH_HARNESSES));

    assertThat(row().status()).isEqualTo(OrderStatus.SHIPPED);
    assertThat(items()).extracting(ItemRow::fulfilled).containsExactly(0, 0);
  }

  @Test
  void aRefundCountsOnceByItsId() {
    assertThat(news(order.refund(900, "30.00", 60, new LineQuantity(11, 1))))
        .isEqualTo(Outcome.APPLIED);
    assertThat(orders.news(order.refund(900, "30.00", 60, new LineQuantity(11, 1))))
        .as("in another delivery")
        .isEqualTo(new ReportResult(Outcome.NO_EFFECT, "the refund is known already"));
    assertThat(news(order.refund(901, "12.50", 70, LEASH))).isEqualTo(Outcome.APPLIED);

    assertThat(row())
        .returns(10_000L, OrderRow::total)
        .returns(4_250L, OrderRow::refunded)
        .returns(5_750L, OrderRow::currentTotal)
        .returns(OrderStatus.CONFIRMED, OrderRow::status);
    assertThat(left()).containsExactly(1, 0);
    assertThat(items()).extracting(ItemRow::quantity).containsExactly(2, 1);
    assertThat(items()).extracting(ItemRow::refunded).containsExactly(1, 1);
    assertThat(store.told(order.id()))
        .containsExactly("order.created", "order.updated", "order.updated");
    assertThat(store.strings("SELECT data::text FROM outbox WHERE type = 'order.updated'"))
        .first()
        .asString()
        .contains("\"units\": 2", "\"70.00\"", "\"CONFIRMED\"");
  }

  @Test
  void moneyThatWasUnderWayCountsOnceItWent() {
    OrderNews underWay = order.refund(900, null, 60, new LineQuantity(11, 1));
    assertThat(news(underWay)).isEqualTo(Outcome.APPLIED);
    assertThat(row()).returns(0L, OrderRow::refunded).returns(10_000L, OrderRow::currentTotal);
    Refund went = order.refund(900, "30.00", 60, new LineQuantity(11, 1)).refund();
    OrderReport version =
        order
            .at(70)
            .state(state(List.of(), List.of(went), new LineQuantity(11, 1)))
            .report(Fact.UPDATED);

    assertThat(orders.report(version)).isEqualTo(APPLIED);
    assertThat(row()).returns(3_000L, OrderRow::refunded).returns(7_000L, OrderRow::currentTotal);
    assertThat(orders.news(order.refund(900, null, 60, new LineQuantity(11, 1))))
        .as("from before, late")
        .isEqualTo(new ReportResult(Outcome.NO_EFFECT, "the refund is known already"));

    assertThat(row()).returns(3_000L, OrderRow::refunded).returns(7_000L, OrderRow::currentTotal);
    assertThat(left()).containsExactly(1, 1);
    assertThat(items()).extracting(ItemRow::refunded).containsExactly(1, 0);
  }

  @Test
  void aRefundThatIsToldOnceMoreWithMoreIsThatMuch() {
    news(order.refund(900, "10.00", 60));
    assertThat(news(order.refund(900, "30.00", 60, LEASH))).isEqualTo(Outcome.APPLIED);
    assertThat(news(order.refund(900, "10.00", 60))).isEqualTo(Outcome.NO_EFFECT);

    assertThat(row()).returns(3_000L, OrderRow::refunded).returns(7_000L, OrderRow::currentTotal);
    assertThat(left()).containsExactly(2, 0);
  }

  @Test
  void allOfItRefundedIsAReturnOnlyOnceTheMoneyWent() {
    news(order.parcel(1, HANDED_OVER, true, 60));
    news(order.refund(9, null, 70));
    assertThat(row().status()).isEqualTo(OrderStatus.DELIVERED);

    news(order.refund(9, "100.00", 70));
    assertThat(row().status()).isEqualTo(OrderStatus.RETURNED);
  }

  @Test
  void aRefundInAnotherCurrencyCountsByItsLines() {
    OrderNews told = order.refund(900, "30.00", 60, LEASH);
    Refund euros = new Refund(900, told.refund().at(), "30.00", "EUR", told.refund().lines());
    news(new OrderNews("d", Kind.REFUND, order.id(), null, euros, null, told.topic(), told.at()));

    assertThat(row()).returns(0L, OrderRow::refunded).returns(10_000L, OrderRow::currentTotal);
    assertThat(left()).containsExactly(2, 0);
  }

  @Test
  void aVersionThatHasTheRefundDoesNotCountItTwice() {
    Refund refund = order.refund(900, "30.00", 60, new LineQuantity(11, 1)).refund();
    OrderReport version =
        order
            .at(60)
            .state(state(List.of(), List.of(refund), new LineQuantity(11, 1)))
            .report(Fact.UPDATED);

    // The version brings the refund, and the refund's own delivery is late.
    assertThat(orders.report(version)).isEqualTo(APPLIED);
    assertThat(news(order.refund(900, "30.00", 60, new LineQuantity(11, 1))))
        .isEqualTo(Outcome.NO_EFFECT);

    assertThat(row()).returns(3_000L, OrderRow::refunded).returns(7_000L, OrderRow::currentTotal);
    assertThat(left()).containsExactly(1, 1);
  }

  @Test
  void anOrderThatIsToldOfWithItsRefundDoesNotCountItTwice() {
    ReportFixture late = anOrder();
    LineQuantity one = new LineQuantity(11, 1);
    OrderNews refund = late.refund(900, "30.00", 50, one);
    OrderReport created =
        late.at(60).state(state(List.of(), List.of(refund.refund()), one)).created();

    assertThat(orders.report(created)).isEqualTo(APPLIED);
    for (OrderNews told : List.of(refund, late.refund(900, "30.00", 50, one))) {
      assertThat(orders.news(told))
          .isEqualTo(new ReportResult(Outcome.NO_EFFECT, "the refund is known already"));
    }

    assertThat(store.order(late.id()))
        .returns(10_000L, OrderRow::total)
        .returns(3_000L, OrderRow::refunded)
        .returns(7_000L, OrderRow::currentTotal)
        .returns(OrderStatus.CONFIRMED, OrderRow::status);
    List<ItemRow> lines =
        store
            .jdbi()
            .withHandle(handle -> new OrderParts(handle).items(store.order(late.id()).id()));
    assertThat(lines).extracting(ItemRow::current).containsExactly(1, 1);
    assertThat(lines).extracting(ItemRow::refunded).containsExactly(1, 0);
    assertThat(store.told(late.id())).containsExactly("order.created", "order.updated");
  }

  @Test
  void anOrderThatIsToldOfOnItsWayIsOnItsWay() {
    ReportFixture late = anOrder().unpaid();
    Fulfillment parcel =
        late.shipped("UPS", "1Z", null)
            .parcel(5, HANDED_OVER, false, 30, BOTH_HARNESSES)
            .fulfillment();
    State unpaid =
        new State(false, false, false, false, null, List.of(), List.of(parcel), List.of());

    orders.report(late.at(60).state(unpaid).created());

    assertThat(store.order(late.id()))
        .returns(OrderStatus.SHIPPED, OrderRow::status)
        .returns("1Z", OrderRow::trackingNumber);
    assertThat(store.history(late.id()).stream().map(OrderView.Change::status).toList())
        .containsExactly(OrderStatus.PENDING, OrderStatus.SHIPPED);
  }

  @Test
  void aVersionFromBeforeTheRefundDoesNotTakeItBack() {
    news(order.refund(900, "30.00", 60, new LineQuantity(11, 1)));
    orders.report(order.at(30).report(Fact.UPDATED));

    assertThat(row()).returns(3_000L, OrderRow::refunded).returns(7_000L, OrderRow::currentTotal);
    assertThat(left()).containsExactly(1, 1);
  }

  @Test
  void anEditChangesLinesOnceAndUntilAVersionHasIt() {
    assertThat(news(order.edit(5, 60, new LineQuantity(11, -1), new LineQuantity(12, 2))))
        .isEqualTo(Outcome.APPLIED);
    assertThat(news(order.edit(5, 60, new LineQuantity(11, -1)))).isEqualTo(Outcome.NO_EFFECT);
    assertThat(left()).containsExactly(1, 3);

    List<Line> edited =
        List.of(
            new Line(11, "Custom harness", "HARNESS-M", 2, Money.usd(4_999), "design-1", 3),
            new Line(12, "Leash", null, 3, Money.usd(1_200), null, null),
            new Line(13, "Bowl", null, 1, Money.usd(900), null, null));
    orders.report(
        order
            .at(61)
            .lines(edited)
            .totals(ReportFixture.totalling(Money.usd(13_300)))
            .state(
                new State(
                    true,
                    false,
                    false,
                    false,
                    Money.usd(8_300),
                    List.of(new LineQuantity(11, 1)),
                    List.of(),
                    List.of()))
            .report(Fact.UPDATED));

    assertThat(left()).containsExactly(1, 3, 1);
    assertThat(row()).returns(13_300L, OrderRow::total).returns(8_300L, OrderRow::currentTotal);
    assertThat(store.told(order.id()))
        .containsExactly("order.created", "order.updated", "order.updated");
  }

  @Test
  void aLineKeepsTheRevisionThatItWasMadeFromAndALineThatIsGoneIsKept() {
    orders.report(
        order
            .at(10)
            .line(new Line(11, "Harness", "H", 2, Money.usd(4_999), "design-2", 9))
            .report(Fact.UPDATED));

    assertThat(items()).extracting(ItemRow::designId).containsExactly("design-1", null);
    assertThat(items()).extracting(ItemRow::designRevision).containsExactly(3, null);
    assertThat(items()).extracting(ItemRow::title).containsExactly("Harness", "Leash");
    assertThat(left()).containsExactly(2, 0);
  }

  @Test
  void aLineThatNamesItsDesignLaterIsBoundToItOnce() {
    Line plain = new Line(12, "Harness", null, 1, Money.usd(1_200), null, null);
    Line named =
        new Line(
            12, "Harness", null, 1, Money.usd(1_200), "0192f0c1-6a5e-7c3b-9d2e-1f0a4b5c6d7e", 4);
    orders.report(order.at(10).line(plain).report(Fact.UPDATED));
    assertThat(orders.report(order.at(20).line(named).report(Fact.UPDATED))).isEqualTo(APPLIED);
    long version = row().version();

    assertThat(items())
        .last()
        .returns("0192f0c1-6a5e-7c3b-9d2e-1f0a4b5c6d7e", ItemRow::designId)
        .returns(4, ItemRow::designRevision)
        .returns("PENDING", ItemRow::priceCheck);
    assertThat(orders.report(order.at(30).line(named).report(Fact.UPDATED)).reason())
        .isEqualTo("it tells nothing new");
    assertThat(row().version()).isEqualTo(version);

    Line other = new Line(12, "Harness", null, 1, Money.usd(1_200), "design-2", 9);
    orders.report(order.at(40).line(other).report(Fact.UPDATED));
    assertThat(items()).last().returns(4, ItemRow::designRevision);
  }

  @Test
  void aVersionThatTellsNothingNewIsStillTheNewest() {
    assertThat(orders.report(order.at(50).report(Fact.UPDATED)))
        .isEqualTo(new ReportResult(Outcome.NO_EFFECT, "it tells nothing new"));
    assertThat(row()).returns(1L, OrderRow::version);
    assertThat(orders.report(order.at(40).line(anotherLine()).report(Fact.UPDATED)).reason())
        .isEqualTo("a newer version of the order is known");
    assertThat(row()).returns(1L, OrderRow::version);
  }

  private static Line anotherLine() {
    return new Line(77, "Bowl", null, 1, Money.usd(100), null, null);
  }

  @Test
  void whatANewerVersionSaysOfMoneyAndParcelsMovesTheOrderWhereTheirOwnDeliveriesAreLost() {
    ReportFixture unpaid = anOrder().unpaid();
    orders.report(unpaid.created());
    orders.report(unpaid.at(10).state(state(List.of(), List.of())).report(Fact.UPDATED));
    assertThat(store.order(unpaid.id()).status()).isEqualTo(OrderStatus.CONFIRMED);

    Fulfillment parcel =
        new Fulfillment(1, HANDED_OVER, true, null, List.of(), PLACED.plusSeconds(20));
    orders.report(unpaid.at(20).state(state(List.of(parcel), List.of())).report(Fact.UPDATED));
    assertThat(store.order(unpaid.id()).status()).isEqualTo(OrderStatus.DELIVERED);
  }

  @Test
  void aCancellationThatIsLateCountsWhereTheNewerVersionConfirmsIt() {
    State cancelled = new State(true, true, false, false, null, List.of(), List.of(), List.of());
    orders.report(order.at(20).state(cancelled).report(Fact.UPDATED));
    assertThat(row().status()).as("the topic decides").isEqualTo(OrderStatus.CONFIRMED);

    assertThat(orders.report(order.at(10).line(anotherLine()).report(Fact.CANCELLED)))
        .isEqualTo(APPLIED);
    assertThat(row().status()).isEqualTo(OrderStatus.CANCELLED);
    assertThat(items()).as("its lines are the older version's").hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({
    // delivered at, refunded at, told first, then
    "60, 70, refund, RETURNED",
    "60, 60, refund, RETURNED",
    "60, 50, refund, DELIVERED",
    "60, 70, delivery, RETURNED",
  })
  void allOfItRefundedAfterDeliveryIsAReturnInWhateverOrderItIsTold(
      long delivered, long refunded, String first, OrderStatus end) {
    OrderNews delivery = order.parcel(1, HANDED_OVER, true, delivered);
    OrderNews refund = order.refund(9, "100.00", refunded);
    boolean refundFirst = first.equals("refund");
    news(refundFirst ? refund : delivery);
    news(refundFirst ? delivery : refund);

    assertThat(row().status()).isEqualTo(end);
    assertThat(store.history(order.id())).last().returns(end, OrderView.Change::status);
  }

  @Test
  void aPartOfItRefundedIsNoReturn() {
    news(order.parcel(1, HANDED_OVER, true, 60));
    news(order.refund(9, "99.99", 70, BOTH_HARNESSES));
    assertThat(row().status()).isEqualTo(OrderStatus.DELIVERED);

    news(order.refund(10, null, 80, LEASH));
    assertThat(row().status()).as("all of its lines").isEqualTo(OrderStatus.RETURNED);
    assertThat(store.history(order.id())).last().returns("shopify", OrderView.Change::by);
  }

  @Test
  void whatIsErasedIsNotLearnedAgain() {
    news(order.shipped("UPS", "1Z", null).parcel(5, HANDED_OVER, false, 50));
    store.contract().erase(new Person("jane", Set.of("jane.doe@example.com")));
    orders.report(order.at(90).report(Fact.UPDATED));
    news(order.shipped("UPS", "2Z", null).parcel(5, HANDED_OVER, true, 95));

    assertThat(row())
        .returns(OrderStatus.DELIVERED, OrderRow::status)
        .returns(null, OrderRow::trackingNumber);
    assertThat(store.strings("SELECT tracking_number FROM order_fulfillment")).containsOnlyNulls();
    assertThat(store.strings("SELECT email_hash::text FROM orders")).containsOnlyNulls();
  }

  @Test
  void anAddressThatTheShopCorrectsIsTheirs() {
    orders.report(order.at(10).email("new@example.com").report(Fact.UPDATED));

    var person = new Person("x", Set.of("new@example.com"));
    assertThat(store.contract().export(person, null).items()).hasSize(1);
    assertThat(row().version()).isEqualTo(2);
  }

  /** The sums are the same in whatever order, and however often, deliveries come. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
  void theOrderOfDeliveriesDoesNotMatter(long seed) {
    Random random = new Random(seed);
    for (int run = 0; run < 5; run++) {
      ReportFixture one = anOrder();
      Refund refund = one.refund(3, "49.99", 30, new LineQuantity(11, 1)).refund();
      List<Object> told = new ArrayList<>();
      told.add(one.at(10).report(Fact.PAID));
      told.add(one.parcel(1, HANDED_OVER, false, 20, BOTH_HARNESSES));
      told.add(one.refund(3, null, 30));
      told.add(one.refund(3, "49.99", 30, new LineQuantity(11, 1)));
      told.add(
          one.at(30)
              .state(
                  new State(
                      true,
                      false,
                      false,
                      false,
                      Money.usd(5_001),
                      List.of(new LineQuantity(11, 1)),
                      List.of(),
                      List.of(refund)))
              .report(Fact.UPDATED));
      told.add(one.parcel(1, HANDED_OVER, true, 40, BOTH_HARNESSES));
      told.add(one.refund(4, "50.01", 50, new LineQuantity(11, 1), LEASH));
      told.addAll(List.copyOf(told));
      Collections.shuffle(told, random);
      orders.report(one.at(0).state(null).created());

      told.forEach(
          item -> {
            if (item instanceof OrderReport report) {
              orders.report(report);
            } else {
              orders.news((OrderNews) item);
            }
          });

      OrderRow end = store.order(one.id());
      assertThat(end)
          .as("seed %d run %d", seed, run)
          .returns(OrderStatus.RETURNED, OrderRow::status)
          .returns(10_000L, OrderRow::refunded)
          .returns(0L, OrderRow::currentTotal);
      List<ItemRow> lines =
          store.jdbi().withHandle(handle -> new OrderParts(handle).items(end.id()));
      assertThat(lines).extracting(ItemRow::current).containsExactly(0, 0);
      assertThat(lines).extracting(ItemRow::fulfilled).containsExactly(2, 0);
      assertThat(store.history(one.id()).stream().map(OrderView.Change::status).toList())
          .isSorted()
          .doesNotHaveDuplicates();
    }
  }
}
