package pet.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static pet.testing.shopify.ShopifyOrderPayload.anOrder;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import pet.domain.ModuleName;
import pet.domain.order.OrderReport;
import pet.domain.order.OrderReport.Fact;
import pet.domain.order.Orders;
import pet.domain.order.Orders.ReportResult;
import pet.platform.Module;
import pet.platform.ModuleContext;
import pet.testing.Neighbours;
import pet.testing.PetProcess;
import pet.testing.Servers;
import pet.testing.shopify.ShopifyOrderPayload;

/** While a store is updated: an order module in a process from before reports went in groups. */
class OlderOrdersIT extends LogFixture {

  /** So many replicas of ingest have the first of a backlog at once. */
  private static final int WORKERS = 4;

  /** The order module as it was: it knows the path for one report, and no other. */
  private record OlderOrderModule(RecordedOrders orders) implements Module {
    @Override
    public ModuleName name() {
      return ModuleName.ORDER;
    }

    @Override
    public void install(ModuleContext context) {
      context.resource(new OlderOrders(orders));
    }
  }

  /** Public only for Jersey. */
  @Path("/internal/order")
  @Consumes("application/json")
  @Produces("application/json")
  public static final class OlderOrders {
    private final RecordedOrders orders;

    OlderOrders(RecordedOrders orders) {
      this.orders = orders;
    }

    @POST
    @Path("/reports")
    public ReportResult report(OrderReport report) {
      return orders.report(report);
    }
  }

  @Test
  void whatItDoesNotTakeTogetherItTakesOneByOneAtOnce(Servers servers) {
    List<ShopifyOrderPayload> placed = Stream.generate(() -> anOrder()).limit(40).toList();
    List<UUID> all = placed.stream().map(order -> take("orders/create", order)).toList();
    ExecutorService workers = Executors.newFixedThreadPool(WORKERS);
    try (PetProcess process = start(servers);
        Neighbours neighbours = new Neighbours()) {
      Orders older = neighbours.contract(ModuleName.ORDER, Orders.class, process.url());
      CompletableFuture.allOf(
              Stream.generate(() -> CompletableFuture.runAsync(() -> runAll(older), workers))
                  .limit(WORKERS)
                  .toArray(CompletableFuture[]::new))
          .join();
    } finally {
      workers.shutdownNow();
    }

    assertThat(all)
        .allSatisfy(
            id ->
                assertThat(view(id))
                    .returns(DeliveryState.PROCESSED, DeliveryView::status)
                    .returns(0, DeliveryView::attempts));
    assertThat(placed).allMatch(o -> orders.factsOf(o.id()).equals(List.of(Fact.CREATED)));
    assertThat(registry.meter("webhook.retried").getCount()).isZero();
  }

  private PetProcess start(Servers servers) {
    return PetProcess.of("webhook-ingest", List.of(new OlderOrderModule(orders)), "webhook.yml")
        .on(servers)
        .with("modules.order", "local")
        .with("modules.webhook", "off")
        .start();
  }

  private void runAll(Orders older) {
    DeliveryStep worker =
        new DeliveryStep(
            jdbi,
            events,
            new ShopifyProcessor(ENCRYPTION, older),
            new ErasedLanes(ENCRYPTION),
            settings,
            metrics);
    while (worker.run()) {
      assertThat(orders.calls()).isLessThan(1000);
    }
  }
}
