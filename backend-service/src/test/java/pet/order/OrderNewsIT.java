package pet.order;

import static org.assertj.core.api.Assertions.assertThat;
import static pet.testing.ReportFixture.anOrder;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
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
import pet.domain.order.OrderReport.State;
import pet.domain.order.OrderStatus;
import pet.domain.order.Orders.Outcome;
import pet.domain.order.Refund;
import pet.testing.ReportFixture;

/** Parcels, refunds, edits and payments, in whatever order they are told; on a real database. */
class OrderNewsIT extends OrderNewsFixture {

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
        assertThat(store.outbox(other.id())).contains("order.status_changed");
      } else {
        assertThat(store.outbox(other.id())).doesNotContain("order.status_changed");
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
