package pet.testing;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import pet.domain.Money;
import pet.domain.order.Edit;
import pet.domain.order.Fulfillment;
import pet.domain.order.LineQuantity;
import pet.domain.order.OrderNews;
import pet.domain.order.OrderNews.Kind;
import pet.domain.order.OrderReport;
import pet.domain.order.OrderReport.Fact;
import pet.domain.order.OrderReport.Line;
import pet.domain.order.OrderReport.Shipping;
import pet.domain.order.OrderReport.State;
import pet.domain.order.OrderReport.Totals;
import pet.domain.order.Refund;

/** Reports as the shop's deliveries make them; every default is valid. */
public final class ReportFixture {

  public static final Instant PLACED = Instant.parse("2026-11-22T10:00:00Z");

  // Beyond 2^53, where a double would lose the last digits.
  private static final AtomicLong IDS = new AtomicLong(9_007_199_254_740_993L);

  private final long id;
  private String delivery = UUID.randomUUID().toString();
  private Fact fact = Fact.CREATED;
  private String number;
  private String name;
  private String email = "Jane.Doe@Example.com";
  private boolean pending;
  private Totals totals = totalling(Money.usd(10_000));
  private List<Line> lines =
      List.of(
          new Line(11, "Custom harness", "HARNESS-M", 2, Money.usd(4_999), "design-1", 3),
          new Line(12, "Leash", null, 1, Money.usd(1_200), null, null));
  private Shipping shipping;
  private Instant updatedAt = PLACED;
  private State state;

  private ReportFixture(long id) {
    this.id = id;
    number = Long.toString(1000 + id % 1_000_000);
    name = "#" + number;
  }

  /** Of an order that nobody has heard of. */
  public static ReportFixture anOrder() {
    return new ReportFixture(IDS.getAndAdd(2));
  }

  public ReportFixture delivery(String value) {
    delivery = value;
    return this;
  }

  public ReportFixture numbered(String newNumber, String newName) {
    number = newNumber;
    name = newName;
    return this;
  }

  public ReportFixture email(String value) {
    email = value;
    return this;
  }

  public ReportFixture unpaid() {
    pending = true;
    return this;
  }

  public ReportFixture totals(Totals value) {
    totals = value;
    return this;
  }

  public ReportFixture lines(List<Line> value) {
    lines = value;
    return this;
  }

  public ReportFixture line(Line value) {
    return lines(List.of(value));
  }

  public ReportFixture shipped(String carrier, String trackingNumber, String trackingUrl) {
    shipping = new Shipping(carrier, trackingNumber, trackingUrl);
    return this;
  }

  /** The resource's version: that many seconds after the order was placed. */
  public ReportFixture at(long seconds) {
    updatedAt = PLACED.plusSeconds(seconds);
    return this;
  }

  /** What has become of it by then; nothing is told of that unless this is said. */
  public ReportFixture state(State value) {
    state = value;
    return this;
  }

  /** The report of this fact, in a delivery of its own unless one was named. */
  public OrderReport report(Fact newFact) {
    fact = newFact;
    OrderReport report = build();
    delivery = UUID.randomUUID().toString();
    return report;
  }

  private OrderReport build() {
    return new OrderReport(
        delivery, fact, id, number, name, email, pending, totals, lines, shipping, PLACED,
        updatedAt, state);
  }

  /** News of a parcel, told {@code seconds} after the order was placed. */
  public OrderNews parcel(
      long parcel, Fulfillment.State how, boolean delivered, long seconds, LineQuantity... held) {
    return news(
        Kind.FULFILLMENT,
        new Fulfillment(
            parcel, how, delivered, shipping, List.of(held), PLACED.plusSeconds(seconds)),
        null,
        null,
        "fulfillments/update");
  }

  /** News of a refund, made {@code seconds} after the order was placed. */
  public OrderNews refund(long refund, String amount, long seconds, LineQuantity... of) {
    Refund made = new Refund(refund, PLACED.plusSeconds(seconds), amount, null, List.of(of));
    return news(Kind.REFUND, null, made, null, "refunds/create");
  }

  /** News of an edit, made {@code seconds} after the order was placed. */
  public OrderNews edit(long edit, long seconds, LineQuantity... changes) {
    Edit made = new Edit(edit, PLACED.plusSeconds(seconds), List.of(changes));
    return news(Kind.EDIT, null, null, made, "orders/edited");
  }

  /** News that say all with their kind. */
  public OrderNews news(Kind kind, String topic) {
    return news(kind, null, null, null, topic);
  }

  private OrderNews news(Kind kind, Fulfillment parcel, Refund refund, Edit edit, String topic) {
    return new OrderNews(
        UUID.randomUUID().toString(), kind, id, parcel, refund, edit, topic, updatedAt);
  }

  public OrderReport created() {
    return report(Fact.CREATED);
  }

  public long id() {
    return id;
  }

  public String number() {
    return number;
  }

  public static Totals totalling(Money total) {
    return new Totals(Money.usd(9_000), Money.usd(100), Money.usd(500), Money.usd(600), total);
  }
}
