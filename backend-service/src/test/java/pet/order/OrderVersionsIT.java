package pet.order;

import static org.assertj.core.api.Assertions.assertThat;
import static pet.testing.ReportFixture.PLACED;
import static pet.testing.ReportFixture.anOrder;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import pet.domain.Money;
import pet.domain.Person;
import pet.domain.order.Fulfillment;
import pet.domain.order.LineQuantity;
import pet.domain.order.OrderReport.Fact;
import pet.domain.order.OrderReport.Line;
import pet.domain.order.OrderReport.State;
import pet.domain.order.OrderStatus;
import pet.domain.order.Orders.Outcome;
import pet.domain.order.Orders.ReportResult;
import pet.testing.ReportFixture;

/** What a newer version of an order says of its lines, money and parcels, and what an edit does. */
class OrderVersionsIT extends OrderNewsFixture {

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
    assertThat(store.outbox(order.id()))
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

  @Test
  void anAddressThatTheShopCorrectsIsTheirs() {
    orders.report(order.at(10).email("new@example.com").report(Fact.UPDATED));

    var person = new Person("x", Set.of("new@example.com"));
    assertThat(store.contract().export(person, null).items()).hasSize(1);
    assertThat(row().version()).isEqualTo(2);
  }
}
