package pet.testing.contract;

import static pet.testing.ReportFixture.anOrder;
import static pet.testing.ReportFixture.totalling;

import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import pet.domain.FieldError;
import pet.domain.Money;
import pet.domain.order.OrderReport;
import pet.domain.order.OrderReport.Line;
import pet.domain.order.OrderReport.Totals;

/**
 * A report that can never become an order.
 *
 * @param error what it is refused for
 */
record WrongReport(FieldError error, Supplier<OrderReport> made) {

  private static final Money EUROS = Money.of("1.00", "EUR");
  private static final Money USD = Money.usd(100);
  private static final String REQUIRED = "is required";
  private static final String NUL = "must not contain the character NUL";
  private static final String ANOTHER_CURRENCY = "must be in USD, as the total";

  /** Made when it is needed: some cannot even be made, and are refused all the same. */
  OrderReport report() {
    return made.get();
  }

  static List<WrongReport> all() {
    return List.of(
        wrong("deliveryId", REQUIRED, () -> anOrder().delivery(null).created()),
        wrong("deliveryId", REQUIRED, () -> anOrder().delivery(" ").created()),
        wrong("fact", REQUIRED, () -> anOrder().report(null)),
        wrong("orderNumber", REQUIRED, () -> anOrder().numbered(null, "#1").created()),
        wrong("orderName", REQUIRED, () -> anOrder().numbered("1", null).created()),
        wrong("orderName", NUL, () -> anOrder().numbered("1", "a\0b").created()),
        wrong("totals", REQUIRED, () -> anOrder().totals(null).created()),
        wrong("totals.total", REQUIRED, () -> anOrder().totals(totalling(null)).created()),
        wrong(
            "totals.tax",
            REQUIRED,
            () -> anOrder().totals(new Totals(USD, USD, USD, null, USD)).created()),
        wrong(
            "totals.shipping",
            ANOTHER_CURRENCY,
            () -> anOrder().totals(new Totals(USD, USD, EUROS, USD, USD)).created()),
        wrong("lines", REQUIRED, () -> anOrder().lines(null).created()),
        wrong(
            "lines[0]", REQUIRED, () -> anOrder().lines(Collections.singletonList(null)).created()),
        wrong("lines[0].title", REQUIRED, line(new Line(1, null, null, 1, USD, null, null))),
        wrong("lines[0].title", NUL, line(new Line(1, "a\0b", null, 1, USD, null, null))),
        wrong("lines[0].price", REQUIRED, line(new Line(1, "Leash", null, 1, null, null, null))),
        wrong(
            "lines[0].price",
            ANOTHER_CURRENCY,
            line(new Line(1, "Leash", null, 1, EUROS, null, null))),
        wrong(
            "lines[0].quantity",
            "must not be negative",
            line(new Line(1, "Leash", null, -1, USD, null, null))),
        wrong(
            "lines",
            "must not add up to more than 2147483647 pieces",
            () ->
                anOrder()
                    .lines(
                        Collections.nCopies(
                            2, new Line(1, "Leash", null, 2_000_000_000, USD, null, null)))
                    .created()));
  }

  private static WrongReport wrong(String field, String message, Supplier<OrderReport> report) {
    return new WrongReport(new FieldError(field, message), report);
  }

  private static Supplier<OrderReport> line(Line line) {
    return () -> anOrder().line(line).created();
  }

  @Override
  public String toString() {
    return error.field() + " " + error.message();
  }
}
