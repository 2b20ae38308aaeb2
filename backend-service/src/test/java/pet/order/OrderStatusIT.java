package pet.order;

import static org.assertj.core.api.Assertions.assertThat;
import static pet.testing.ReportFixture.anOrder;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import pet.domain.order.OrderReport.Fact;
import pet.domain.order.OrderStatus;
import pet.platform.database.DatabaseSettings;
import pet.testing.Answer;
import pet.testing.PetProcess;
import pet.testing.ReportFixture;
import pet.testing.Servers;
import pet.testing.ServersExtension;

/** Staff change an order's status, through a process; the tests look behind it. */
@ExtendWith(ServersExtension.class)
@Timeout(60)
class OrderStatusIT {

  private static final Map<OrderStatus, List<OrderStatus>> STEPS =
      Map.of(
          OrderStatus.PENDING, List.of(OrderStatus.CONFIRMED, OrderStatus.CANCELLED),
          OrderStatus.CONFIRMED, List.of(OrderStatus.IN_PRODUCTION, OrderStatus.CANCELLED),
          OrderStatus.IN_PRODUCTION, List.of(OrderStatus.QUALITY_CHECK, OrderStatus.CANCELLED),
          OrderStatus.QUALITY_CHECK,
              List.of(OrderStatus.IN_PRODUCTION, OrderStatus.SHIPPED, OrderStatus.CANCELLED),
          OrderStatus.SHIPPED, List.of(OrderStatus.DELIVERED),
          OrderStatus.DELIVERED, List.of(OrderStatus.RETURNED),
          OrderStatus.RETURNED, List.of(),
          OrderStatus.CANCELLED, List.of());

  private static OrderStore store;
  private static PetProcess process;
  private static String staff;

  private final ReportFixture order = anOrder();
  private String path;

  @BeforeAll
  static void boot(Servers servers) throws Exception {
    DatabaseSettings database = servers.newDatabase();
    store = OrderStore.on(database);
    process = OrderProcess.on(servers, database).start();
    staff = PetProcess.token("bob", "staff");
  }

  @AfterAll
  static void stop() {
    process.close();
  }

  @BeforeEach
  void place() {
    store.contract().report(order.created());
    path = "/api/orders/" + store.order(order.id()).id();
  }

  @ParameterizedTest
  @EnumSource
  void staffTakeSingleStepsAndNothingElse(OrderStatus from) {
    for (OrderStatus to : OrderStatus.values()) {
      store.put(order.id(), from);
      OrderRow before = store.order(order.id());
      int changes = store.history(order.id()).size();

      Answer answer = change("{\"status\":\"" + to + "\"}");

      OrderRow after = store.order(order.id());
      if (STEPS.get(from).contains(to)) {
        assertThat(answer.status()).as("%s to %s", from, to).isEqualTo(200);
        assertThat(answer.json().get("status").asText()).isEqualTo(to.name());
        assertThat(answer.json().get("history")).hasSize(changes + 1);
        assertThat(answer.header("etag")).isEqualTo("\"v" + (before.version() + 1) + "\"");
        assertThat(after.status()).isEqualTo(to);
      } else {
        assertThat(answer.status()).as("%s to %s", from, to).isEqualTo(409);
        assertThat(answer.json().get("type").asText())
            .isEqualTo("urn:pet:problem:illegal-transition");
        assertThat(after).isEqualTo(before);
        assertThat(store.history(order.id())).hasSize(changes);
      }
    }
  }

  @Test
  void theHistoryTellsStaffWhoAndCustomersWhat() {
    change("{\"status\":\"IN_PRODUCTION\",\"note\":\"Leather is in\"}");

    JsonNode forStaff = process.get(path, staff).json();
    assertThat(forStaff.at("/history/1/status").asText()).isEqualTo("IN_PRODUCTION");
    assertThat(forStaff.at("/history/1/by").asText()).isEqualTo("staff:bob");
    assertThat(forStaff.at("/history/1/note").asText()).isEqualTo("Leather is in");
    assertThat(forStaff.at("/history/1/jumped").asBoolean()).isFalse();
    Answer lookup = process.get("/api/orders/" + order.number() + "?email=jane.doe@example.com");
    assertThat(lookup.json().at("/history/1/by").asText()).isEqualTo("staff");
    assertThat(lookup.json().at("/history/1/note").isNull()).isTrue();
    assertThat(lookup.text()).doesNotContain("bob", "Leather");
    String owner = PetProcess.token("jane", null, "jane.doe@example.com");
    assertThat(process.get(path, owner).text()).doesNotContain("bob", "Leather");
    assertThat(process.get("/api/orders?limit=1", owner).text()).doesNotContain("bob", "Leather");
  }

  @Test
  void aReportJumpsAndSaysSo() {
    store
        .contract()
        .report(order.at(9).shipped("UPS", "1Z", "https://ups.test/1Z").report(Fact.FULFILLED));

    JsonNode read = process.get(path, staff).json();
    assertThat(read.get("status").asText()).isEqualTo("SHIPPED");
    assertThat(read.at("/history/1/jumped").asBoolean()).isTrue();
    assertThat(read.get("shipping").toString())
        .isEqualTo(
            """
            {"carrier":"UPS","trackingNumber":"1Z","trackingUrl":"https://ups.test/1Z"}""");
  }

  @Test
  void aChangeOfWhatHasChangedSinceIsRefused() {
    String read = process.get(path, staff).header("etag");
    assertThat(change("{\"status\":\"IN_PRODUCTION\"}", read).status()).isEqualTo(200);

    for (String stale : List.of(read, "\"other\"", "W/\"v2\"")) {
      Answer answer = change("{\"status\":\"QUALITY_CHECK\"}", stale);
      assertThat(answer.status()).as(stale).isEqualTo(412);
      assertThat(answer.json().get("type").asText()).isEqualTo("urn:pet:problem:stale");
    }
    assertThat(store.order(order.id()).status()).isEqualTo(OrderStatus.IN_PRODUCTION);
    assertThat(change("{\"status\":\"QUALITY_CHECK\"}", "*").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"status":"LOST"}                                | status
          {"status":3}                                     | status
          {"note":"x"}                                     | status
          {"status":null}                                  | status
          {"status":"IN_PRODUCTION","note":7}              | note
          {"status":"IN_PRODUCTION","note":"a\\u0000b"}    | note
          {"status":"IN_PRODUCTION","notes":"x"}           | notes
          {"status":"IN_PRODUCTION","by":"alice"}          | by
          """)
  void namesTheFieldThatIsWrong(String body, String field) {
    Answer answer = change(body);

    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    assertThat(answer.json().get("type").asText()).isEqualTo("urn:pet:problem:invalid-input");
    assertThat(answer.json().at("/errors/0/field").asText()).isEqualTo(field);
    assertThat(store.order(order.id()).version()).isEqualTo(1);
  }

  @Test
  void aNoteHasAnEnd() {
    String note = "x".repeat(501);

    assertThat(change("{\"status\":\"IN_PRODUCTION\",\"note\":\"" + note + "\"}").status())
        .isEqualTo(400);
    assertThat(
            change("{\"status\":\"IN_PRODUCTION\",\"note\":\"" + note.substring(1) + "\"}")
                .status())
        .isEqualTo(200);
  }

  @Test
  void anOrderIsMovedByAnyOfItsNames() {
    JsonNode read = process.get(path, staff).json();
    Map<String, OrderStatus> steps = new LinkedHashMap<>();
    steps.put("orderNumber", OrderStatus.IN_PRODUCTION);
    steps.put("maskedId", OrderStatus.QUALITY_CHECK);
    steps.forEach(
        (name, step) -> {
          Answer moved =
              process.post(
                  "/api/orders/" + read.get(name).asText() + "/status",
                  staff,
                  "{\"status\":\"" + step + "\"}");
          assertThat(moved.status()).as(moved.text()).isEqualTo(200);
          assertThat(moved.json().get("id")).isEqualTo(read.get("id"));
          assertThat(moved.json().get("status").asText()).isEqualTo(step.name());
        });
  }

  @Test
  void onlyStaffChangeWhatIsThere() {
    String body = "{\"status\":\"IN_PRODUCTION\"}";
    String owner = PetProcess.token("jane", null, "jane.doe@example.com");

    assertThat(process.post(path + "/status", null, body).status()).isEqualTo(401);
    assertThat(process.post(path + "/status", owner, body).status()).isEqualTo(403);
    assertThat(process.post("/api/orders/nonsense/status", staff, body).status()).isEqualTo(404);
    assertThat(
            process
                .post("/api/orders/0a0a0a0a-0000-4000-8000-00000000000f/status", staff, body)
                .status())
        .isEqualTo(404);
    assertThat(process.post(path + "/status", staff, "").status()).isEqualTo(400);
    assertThat(store.order(order.id()).version()).isEqualTo(1);
  }

  private Answer change(String body) {
    return process.post(path + "/status", staff, body);
  }

  private Answer change(String body, String ifMatch) {
    return process.send(
        process
            .request(path + "/status", staff)
            .header("Content-Type", "application/json")
            .header("If-Match", ifMatch)
            .POST(BodyPublishers.ofString(body)));
  }
}
