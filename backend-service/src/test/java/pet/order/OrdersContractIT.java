package pet.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static pet.testing.ReportFixture.anOrder;

import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import pet.domain.Caller;
import pet.domain.DomainException;
import pet.domain.ModuleName;
import pet.domain.ProblemCode;
import pet.domain.order.OrderStatus;
import pet.domain.order.Orders;
import pet.platform.Secret;
import pet.platform.database.DatabaseSettings;
import pet.platform.remote.RemoteSettings;
import pet.platform.remote.ServiceIdentity;
import pet.testing.Answer;
import pet.testing.FreePorts;
import pet.testing.Neighbours;
import pet.testing.PetProcess;
import pet.testing.Servers;
import pet.testing.ServersExtension;
import pet.testing.contract.OrdersContract;
import pet.testing.contract.Places;

/** The module keeps its promises wherever it runs. */
@ExtendWith(ServersExtension.class)
@Timeout(60)
class OrdersContractIT {

  private static final Caller BOB = new Caller("bob", Set.of(Caller.STAFF), null);

  private static OrderStore store;
  private static PetProcess process;
  private static Places<Orders> places;

  @BeforeAll
  static void boot(Servers servers) throws Exception {
    DatabaseSettings database = servers.newDatabase();
    store = OrderStore.on(database);
    process = OrderProcess.on(servers, database).start();
    places = new Places<>(ModuleName.ORDER, Orders.class, store.contract(), process.url());
  }

  @AfterAll
  static void stop() {
    places.close();
    process.close();
  }

  abstract static class InThisRoom extends OrdersContract {
    @Override
    protected void step(String orderId, OrderStatus status, String note) {
      store.service().changeStatus(UUID.fromString(orderId), status, note, BOB, version -> {});
    }
  }

  @Nested
  class Here extends InThisRoom {
    @Override
    protected Orders orders() {
      return places.here();
    }
  }

  @Nested
  class Elsewhere extends InThisRoom {
    @Override
    protected Orders orders() {
      return places.elsewhere();
    }
  }

  @Nested
  class OnABadDay extends InThisRoom {
    @Override
    protected Orders orders() {
      return places.onABadDay();
    }
  }

  @Test
  void reportsAreTakenFromOurselvesOnly() {
    assertThat(process.post("/internal/order/reports/all", null, "{}").status()).isEqualTo(404);
    String staff = PetProcess.token("bob", "staff");
    assertThat(process.post("/internal/order/reports/all", staff, "{}").status()).isEqualTo(404);
    try (Neighbours strangers = Neighbours.with(new Secret("guess"))) {
      Orders orders = strangers.contract(ModuleName.ORDER, Orders.class, process.url());
      assertThatExceptionOfType(DomainException.class)
          .isThrownBy(() -> orders.report(anOrder().created()))
          .satisfies(e -> assertThat(e.code()).isEqualTo(ProblemCode.UNAVAILABLE));
    }
  }

  @Test
  void aBodyThatIsNoReportNamesWhatIsWrong() {
    ServiceIdentity neighbour =
        new ServiceIdentity("neighbour", new Secret(RemoteSettings.DEVELOPMENT_SECRET));
    for (String body : List.of("[{\"shopifyOrderId\":1.5}]", "[{\"shopifyOrderId\":\"1\"}]")) {
      Answer answer =
          process.send(
              process
                  .request("/internal/order/reports/all", null)
                  .header("Content-Type", "application/json")
                  .header(ServiceIdentity.HEADER, neighbour.tokenFor(ModuleName.ORDER))
                  .POST(BodyPublishers.ofString(body)));
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.json().at("/errors/0/field").asText()).isEqualTo("[0].shopifyOrderId");
    }
  }

  @Test
  void aModuleThatIsAwayIsUnavailable() {
    try (Neighbours neighbours = new Neighbours()) {
      Orders away =
          neighbours.contract(
              ModuleName.ORDER, Orders.class, URI.create("http://localhost:" + FreePorts.next()));
      assertThatExceptionOfType(DomainException.class)
          .isThrownBy(() -> away.report(anOrder().created()))
          .satisfies(e -> assertThat(e.code()).isEqualTo(ProblemCode.UNAVAILABLE));
    }
  }
}
