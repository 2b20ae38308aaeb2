package pet.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static pet.testing.ReportFixture.anOrder;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import pet.domain.ModuleName;
import pet.domain.Money;
import pet.domain.order.OrderReport.Line;
import pet.domain.order.Orders;
import pet.domain.order.Orders.Outcome;
import pet.platform.database.DatabaseSettings;
import pet.testing.Answer;
import pet.testing.FreePorts;
import pet.testing.Neighbours;
import pet.testing.PetProcess;
import pet.testing.ReportFixture;
import pet.testing.Servers;
import pet.testing.ServersExtension;

/** Orders and the designs they were made from, with the builder there and away. */
@ExtendWith(ServersExtension.class)
@Timeout(120)
class OrderDesignsIT {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String STAFF = PetProcess.token("bob", "staff");
  private static final String OWNER = PetProcess.token("jane", null, "jane.doe@example.com");

  private static int builderPort;
  private static PetProcess orders;
  private static PetProcess builder;
  private static PetProcess.Builder anotherBuilder;
  private static Neighbours neighbours;
  private static Orders shop;

  @BeforeAll
  static void boot(Servers servers) {
    builderPort = FreePorts.next();
    DatabaseSettings database = servers.newDatabase();
    orders =
        PetProcess.of("order", BackendService.modules(), "backend.yml")
            .on(servers, database)
            .with("modules.user", "local")
            .with("modules.order", "local")
            .with("modules.builder", "http://localhost:" + builderPort)
            .with("modules.webhook", "http://localhost:" + FreePorts.next())
            .with("modules.analytics", "http://localhost:" + FreePorts.next())
            .start();
    anotherBuilder =
        PetProcess.of("builder", BackendService.modules(), "backend.yml")
            .on(servers, database)
            .with("modules.user", orders.url())
            .with("modules.order", "off")
            .with("modules.builder", "local")
            .with("modules.webhook", "off")
            .with("modules.analytics", "off");
    builder = anotherBuilder.start(builderPort);
    neighbours = new Neighbours();
    shop = neighbours.contract(ModuleName.ORDER, Orders.class, orders.url());
  }

  @AfterAll
  static void stop() {
    neighbours.close();
    orders.close();
    builder.close();
  }

  /** One that costs 62.99. */
  private static String aDesign() {
    Answer made =
        builder.post(
            "/api/designs",
            OWNER,
            "{\"name\":\"Rex\",\"config\":{\"size\":\"M\",\"colorId\":\"ocean\",\"hardwareId\":\"gold\"}}");
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    return made.json().get("id").asText();
  }

  private static Line line(int id, String price, String designId, Integer revision) {
    return new Line(id, "Harness " + id, null, 2, Money.of(price, "USD"), designId, revision);
  }

  private static String placed(ReportFixture order) {
    assertThat(shop.report(order.created()).outcome()).isEqualTo(Outcome.APPLIED);
    return "/api/orders/" + order.number();
  }

  private static List<String> flags(String path, String token) {
    JsonNode items = orders.get(path, token).json().get("items");
    return items.findValuesAsText("flag");
  }

  @Test
  void aPriceThatIsNotItsRevisionsIsForStaffToSee() {
    String design = aDesign();
    String path =
        placed(
            anOrder()
                .lines(
                    List.of(
                        line(1, "62.99", design, 1),
                        line(2, "1.00", design, 1),
                        line(3, "62.99", design, 2),
                        line(4, "62.99", UUID.randomUUID().toString(), 1),
                        line(5, "62.99", "no-such-thing", 1),
                        line(6, "5.00", null, null))));
    String before = orders.get(path, STAFF).header("etag");

    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(flags(path, STAFF))
                    .containsExactly(
                        "PRICE_DIFFERS",
                        "UNKNOWN_REVISION",
                        "UNKNOWN_REVISION",
                        "UNKNOWN_REVISION"));
    JsonNode items = orders.get(path, STAFF).json().get("items");
    assertThat(items.get(0).has("flag")).isFalse();
    assertThat(items.get(1).get("flag").asText()).isEqualTo("PRICE_DIFFERS");
    assertThat(items.get(5).has("flag")).isFalse();
    assertThat(orders.get(path, STAFF).json().get("status").asText()).isEqualTo("CONFIRMED");
    assertThat(orders.get(path, STAFF).header("etag")).isNotEqualTo(before);
    assertThat(flags(path, OWNER)).isEmpty();
  }

  @Test
  void anOrderIsTakenWithoutTheBuilderAndCheckedWhenItIsBack() {
    String design = aDesign();
    builder.close();
    String path;
    try {
      path = placed(anOrder().line(line(1, "1.00", design, 1)));
      assertThat(orders.get(path, STAFF).json().get("status").asText()).isEqualTo("CONFIRMED");
      Answer refused = orders.post(path + "/reorder", OWNER, "");
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.header("retry-after")).isNotNull();
    } finally {
      builder = anotherBuilder.start(builderPort);
    }

    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(flags(path, STAFF)).containsExactly("PRICE_DIFFERS"));
  }

  @Test
  void aReorderHoldsTheSameRevisions() {
    String design = aDesign();
    String path =
        placed(anOrder().lines(List.of(line(1, "62.99", design, 1), line(2, "5.00", null, null))));

    for (String token : List.of(OWNER, STAFF)) {
      Answer reorder = orders.post(path + "/reorder", token, "");
      assertThat(reorder.status()).as(reorder.text()).isEqualTo(200);
      JsonNode line = reorder.json().at("/items/0");
      assertThat(line.get("quantity").asInt()).isEqualTo(2);
      assertThat(line.at("/properties/_design_id").asText()).isEqualTo(design);
      assertThat(line.at("/properties/_design_revision").asText()).isEqualTo("1");
      assertThat(line.get("id").asText()).matches("\\d+");
      assertThat(reorder.json().get("items")).hasSize(1);
      assertThat(reorder.json().at("/left/0/title").asText()).isEqualTo("Harness 2");
    }
    assertThat(orders.post(path + "/reorder", null, "").status()).isEqualTo(401);
    String eve = PetProcess.token("eve", null, "eve@example.com");
    assertThat(orders.post(path + "/reorder", eve, "").status()).isEqualTo(404);
  }

  @Test
  void aLineThatCannotBeMadeIsLeftAndTheRestIsReordered() {
    String design = aDesign();
    String path =
        placed(
            anOrder()
                .lines(
                    List.of(
                        line(1, "62.99", design, 1),
                        line(2, "62.99", design, 7),
                        line(3, "62.99", UUID.randomUUID().toString(), 1),
                        line(4, "5.00", null, null))));

    Answer reorder = orders.post(path + "/reorder", OWNER, "");

    assertThat(reorder.status()).as(reorder.text()).isEqualTo(200);
    assertThat(reorder.json().get("items")).hasSize(1);
    assertThat(reorder.json().at("/items/0/properties/_design_id").asText()).isEqualTo(design);
    assertThat(reorder.json().get("left").findValuesAsText("title"))
        .containsExactly("Harness 2", "Harness 3", "Harness 4");
  }

  @Test
  void whatCannotBeMadeAgainIsNotReordered() {
    String goods = placed(anOrder().line(line(1, "5.00", null, null)));
    assertThat(orders.post(goods + "/reorder", OWNER, "").status()).isEqualTo(409);
    String unknown = placed(anOrder().line(line(1, "5.00", UUID.randomUUID().toString(), 1)));
    assertThat(orders.post(unknown + "/reorder", OWNER, "").status()).isEqualTo(409);
  }
}
