package pet.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static pet.order.ReportFixture.anOrder;
import static pet.order.ReportFixture.totalling;

import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import pet.domain.DomainException;
import pet.domain.FieldError;
import pet.domain.ModuleName;
import pet.domain.Money;
import pet.domain.ProblemCode;
import pet.domain.order.OrderReport;
import pet.domain.order.OrderReport.Fact;
import pet.domain.order.OrderReport.Line;
import pet.domain.order.OrderReport.Totals;
import pet.domain.order.Orders;
import pet.domain.order.Orders.Outcome;
import pet.domain.order.Orders.ReportResult;
import pet.messaging.Json;
import pet.platform.Secret;
import pet.platform.remote.Reachability;
import pet.platform.remote.RemoteModules;
import pet.platform.remote.RemoteSettings;
import pet.testing.Answer;
import pet.testing.FreePorts;
import pet.testing.PetProcess;
import pet.testing.Servers;
import pet.testing.ServersExtension;

/** The module's contract: the same results and refusals here and over there. */
@ExtendWith(ServersExtension.class)
@Timeout(60)
class OrdersContractIT {

  private static final Money EUROS = Money.of("1.00", "EUR");
  private static final Money USD = Money.usd(100);

  private static PetProcess process;
  private static RemoteModules neighbours;
  private static Orders local;
  private static Orders remote;

  @BeforeAll
  static void boot(Servers servers) throws Exception {
    local = OrderStore.on(servers).reports();
    process =
        PetProcess.of("order", List.of(new OrderModule()), "backend.yml")
            .on(servers)
            .with("modules.user", "off")
            .with("modules.order", "local")
            .with("modules.builder", "off")
            .with("modules.webhook", "off")
            .with("modules.analytics", "off")
            .start();
    neighbours = neighbours(null);
    remote = neighbours.proxy(ModuleName.ORDER, List.of(process.url()), Orders.class);
  }

  @AfterAll
  static void stop() {
    neighbours.close();
    process.close();
  }

  private static RemoteModules neighbours(Secret secret) {
    return new RemoteModules(
        new RemoteSettings(secret, null, null), Json.tolerant(), new Reachability());
  }

  static Stream<Named<Orders>> implementations() {
    return Stream.of(Named.of("local", local), Named.of("remote", remote));
  }

  @ParameterizedTest
  @MethodSource("implementations")
  void aReportHasTheSameResult(Orders orders) {
    ReportFixture order = anOrder();
    OrderReport created = order.created();
    OrderReport fulfilled = order.at(60).shipped("UPS", null, null).report(Fact.FULFILLED);

    assertThat(orders.report(fulfilled))
        .isEqualTo(new ReportResult(Outcome.UNKNOWN_ORDER, "the order is not known yet"));
    assertThat(orders.report(created)).isEqualTo(new ReportResult(Outcome.APPLIED, null));
    assertThat(orders.report(created))
        .isEqualTo(new ReportResult(Outcome.NO_EFFECT, "the delivery was applied before"));
    assertThat(orders.report(fulfilled)).isEqualTo(new ReportResult(Outcome.APPLIED, null));
  }

  @ParameterizedTest
  @MethodSource("implementations")
  void anOrderMayHaveManyLines(Orders orders) {
    Line line = new Line(1, "Leash, ".repeat(30), "SKU", 1, USD, "design-1", 1);

    assertThat(orders.report(anOrder().lines(Collections.nCopies(1500, line)).created()).outcome())
        .isEqualTo(Outcome.APPLIED);
  }

  /** What is wrong, and the field that is named. */
  static Stream<Arguments> refused() {
    List<Arguments> cases =
        List.of(
            wrong("deliveryId", () -> anOrder().delivery(null).created()),
            wrong("deliveryId", () -> anOrder().delivery(" ").created()),
            wrong("fact", () -> anOrder().report(null)),
            wrong("orderNumber", () -> anOrder().numbered(null, "#1").created()),
            wrong("orderName", () -> anOrder().numbered("1", null).created()),
            wrong("orderName", () -> anOrder().numbered("1", "a\0b").created()),
            wrong("totals", () -> anOrder().totals(null).created()),
            wrong("totals.total", () -> anOrder().totals(totalling(null)).created()),
            wrong(
                "totals.tax",
                () -> anOrder().totals(new Totals(USD, USD, USD, null, USD)).created()),
            wrong(
                "totals.shipping",
                () -> anOrder().totals(new Totals(USD, USD, EUROS, USD, USD)).created()),
            wrong("lines", () -> anOrder().lines(null).created()),
            wrong("lines[0]", () -> anOrder().lines(Collections.singletonList(null)).created()),
            wrong("lines[0].title", () -> with(new Line(1, null, null, 1, USD, null, null))),
            wrong("lines[0].title", () -> with(new Line(1, "a\0b", null, 1, USD, null, null))),
            wrong("lines[0].price", () -> with(new Line(1, "Leash", null, 1, null, null, null))),
            wrong("lines[0].price", () -> with(new Line(1, "Leash", null, 1, EUROS, null, null))),
            wrong("lines[0].quantity", () -> with(new Line(1, "Leash", null, -1, USD, null, null))),
            wrong(
                "lines",
                () ->
                    anOrder()
                        .lines(
                            Collections.nCopies(
                                2, new Line(1, "Leash", null, 2_000_000_000, USD, null, null)))
                        .created()));
    return Stream.of("local", "remote")
        .flatMap(where -> cases.stream().map(c -> Arguments.of(where, c.get()[0], c.get()[1])));
  }

  private static Arguments wrong(String field, Supplier<OrderReport> report) {
    return Arguments.of(field, report);
  }

  private static OrderReport with(Line line) {
    return anOrder().line(line).created();
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("refused")
  void whatCanNeverBeAppliedIsRefusedByItsField(
      String where, String field, Supplier<OrderReport> report) {
    Orders orders = where.equals("local") ? local : remote;

    assertThatExceptionOfType(DomainException.class)
        .isThrownBy(() -> orders.report(report.get()))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ProblemCode.INVALID_INPUT))
        .satisfies(
            e -> assertThat(e.errors()).extracting(FieldError::field).containsExactly(field));
  }

  @ParameterizedTest
  @MethodSource("implementations")
  void everyFieldThatIsWrongIsNamed(Orders orders) {
    OrderReport report = anOrder().delivery(null).totals(null).created();

    assertThatExceptionOfType(DomainException.class)
        .isThrownBy(() -> orders.report(report))
        .satisfies(
            e ->
                assertThat(e.errors())
                    .extracting(FieldError::field)
                    .containsExactly("deliveryId", "totals"));
  }

  @Test
  void reportsAreTakenFromOurselvesOnly() {
    assertThat(process.post("/internal/order/reports", null, "{}").status()).isEqualTo(404);
    String staff = PetProcess.token("bob", "staff");
    assertThat(process.post("/internal/order/reports", staff, "{}").status()).isEqualTo(404);
    try (RemoteModules strangers = neighbours(new Secret("guess"))) {
      Orders orders = strangers.proxy(ModuleName.ORDER, List.of(process.url()), Orders.class);
      assertThatExceptionOfType(DomainException.class)
          .isThrownBy(() -> orders.report(anOrder().created()))
          .satisfies(e -> assertThat(e.code()).isEqualTo(ProblemCode.NOT_FOUND));
    }
  }

  @Test
  void aBodyThatIsNoReportNamesWhatIsWrong() {
    for (String body : List.of("{\"shopifyOrderId\":1.5}", "{\"shopifyOrderId\":\"1\"}")) {
      Answer answer =
          process.send(
              process
                  .request("/internal/order/reports", null)
                  .header("Content-Type", "application/json")
                  .header("X-Pet-Internal", RemoteSettings.DEVELOPMENT_SECRET)
                  .POST(BodyPublishers.ofString(body)));
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.json().at("/errors/0/field").asText()).isEqualTo("shopifyOrderId");
    }
  }

  @Test
  void aModuleThatIsAwayIsUnavailable() {
    Orders away =
        neighbours.proxy(
            ModuleName.ORDER,
            List.of(URI.create("http://localhost:" + FreePorts.next())),
            Orders.class);

    assertThatExceptionOfType(DomainException.class)
        .isThrownBy(() -> away.report(anOrder().created()))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ProblemCode.UNAVAILABLE));
  }
}
