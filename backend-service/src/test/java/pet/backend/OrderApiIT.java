package pet.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static pet.testing.ReportFixture.anOrder;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pet.domain.ModuleName;
import pet.domain.Money;
import pet.domain.order.OrderReport.Fact;
import pet.domain.order.OrderReport.Line;
import pet.domain.order.Orders;
import pet.domain.order.Orders.Outcome;
import pet.testing.Answer;
import pet.testing.FreePorts;
import pet.testing.Neighbours;
import pet.testing.PetProcess;
import pet.testing.ReportFixture;
import pet.testing.Servers;
import pet.testing.ServersExtension;

/** Orders and users of the process that ships, as customers and staff see them. */
@ExtendWith(ServersExtension.class)
@Timeout(60)
class OrderApiIT {

  private static final String NOBODY = "http://localhost:" + FreePorts.next();

  private static PetProcess process;
  private static Neighbours neighbours;
  private static Orders shop;
  private static String staff;

  @BeforeAll
  static void boot(Servers servers) {
    process =
        PetProcess.of("backend", BackendService.modules(), "backend.yml")
            .on(servers)
            .with("modules.user", "local")
            .with("modules.order", "local")
            .with("modules.builder", NOBODY)
            .with("modules.webhook", NOBODY)
            .with("modules.analytics", NOBODY)
            .start();
    neighbours = new Neighbours();
    shop = neighbours.contract(ModuleName.ORDER, Orders.class, process.url());
    staff = PetProcess.token("bob", "staff", "bob@pets.test");
  }

  @AfterAll
  static void stop() {
    neighbours.close();
    process.close();
  }

  @Test
  void isReadyAndRunsWhatItWasTold() {
    assertThat(process.get("/healthz").status()).isEqualTo(200);
    assertThat(process.get("/ready").status()).isEqualTo(200);
    assertThat(process.admin("/healthcheck").status()).isEqualTo(200);
    assertThat(process.admin("/modules").json().at("/modules").toString())
        .isEqualTo(
            """
            {"analytics":"%1$s","builder":"%1$s","order":"local","user":"local","webhook":"%1$s"}"""
                .formatted(NOBODY));
  }

  @Test
  void aCustomerFindsTheirOrderByNumberAndEmail() {
    ReportFixture placed = placed(anOrder());
    String bare = "/api/orders/" + placed.number() + "?email=jane.doe@example.com";
    Answer found = process.get(bare);

    assertThat(found.status()).as(found.text()).isEqualTo(200);
    JsonNode order = found.json();
    assertThat(order.fieldNames())
        .toIterable()
        .containsExactly(
            "id",
            "maskedId",
            "orderNumber",
            "status",
            "history",
            "items",
            "totals",
            "shipping",
            "createdAt",
            "updatedAt");
    assertThat(order.get("maskedId").asText()).matches("HH-[2-9A-HJ-NP-Z]{16}");
    assertThat(order.get("orderNumber").asText()).isEqualTo(placed.number());
    assertThat(order.get("status").asText()).isEqualTo("CONFIRMED");
    assertThat(order.at("/history/0/note").asText()).isEqualTo("orders/create");
    assertThat(order.get("items").toString())
        .isEqualTo(
            """
            [{"title":"Custom harness","sku":"HARNESS-M","quantity":2,\
            "orderedQuantity":2,"refundedQuantity":0,"fulfilledQuantity":0,\
            "price":{"amount":"49.99","currencyCode":"USD"},"designId":"design-1","designRevision":3},\
            {"title":"Leash","sku":null,"quantity":1,\
            "orderedQuantity":1,"refundedQuantity":0,"fulfilledQuantity":0,\
            "price":{"amount":"12.00","currencyCode":"USD"},"designId":null,"designRevision":null}]""");
    assertThat(order.at("/totals/total/amount").asText()).isEqualTo("100.00");
    assertThat(order.get("shipping").isNull()).isTrue();
    assertThat(order.get("createdAt").asText()).matches("20..-..-..T.*Z");
    assertThat(found.text()).doesNotContainIgnoringCase("jane");
    assertThat(found.header("cache-control")).isEqualTo("private, no-cache");
    assertThat(found.headers().allValues("vary")).anyMatch(v -> v.contains("Authorization"));

    String named = "/api/orders/%23" + placed.number() + "?email=%20JANE.doe@EXAMPLE.com";
    assertThat(process.get(named).json()).as("by its name").isEqualTo(order);
    assertThat(conditional(bare, null, found.header("etag")).status()).isEqualTo(304);
    assertThat(conditional(bare, null, "\"v99\"").status()).isEqualTo(200);
  }

  @Test
  void aShopMayDecorateItsNumbers() {
    ReportFixture placed = placed(anOrder().numbered("77001", "PAW-77001-EU"));

    for (String reference : List.of("77001", "%2377001", "PAW-77001-EU")) {
      Answer found = process.get("/api/orders/" + reference + "?email=jane.doe@example.com");
      assertThat(found.status()).as(reference).isEqualTo(200);
      assertThat(found.json().get("orderNumber").asText()).isEqualTo(placed.number());
    }
  }

  @Test
  void aWrongEmailAndAnUnknownNumberReadTheSame() {
    ReportFixture placed = placed(anOrder());
    Answer wrongEmail = process.get("/api/orders/" + placed.number() + "?email=joe@example.com");
    Answer unknown = process.get("/api/orders/999999999?email=jane.doe@example.com");
    String masked = order(placed).get("maskedId").asText();
    Answer byMaskedId = process.get("/api/orders/" + masked + "?email=jane.doe@example.com");

    for (Answer answer : List.of(wrongEmail, unknown, byMaskedId)) {
      assertProblem(answer, 404, "not-found");
      assertThat(answer.text()).isEqualTo(unknown.text());
      assertThat(answer.headers().map().keySet()).isEqualTo(unknown.headers().map().keySet());
    }
  }

  @Test
  void anOrderWithoutAnEmailIsNobodys() {
    ReportFixture placed = placed(anOrder().email(null));
    String nobody = PetProcess.token("nobody", null);

    assertProblem(process.get("/api/orders/" + placed.number() + "?email=x"), 404, "not-found");
    assertProblem(process.get("/api/orders/" + placed.number(), nobody), 404, "not-found");
    assertThat(process.get("/api/orders", nobody).text())
        .isEqualTo("{\"items\":[],\"nextCursor\":null}");
  }

  @Test
  void withoutEmailOrTokenNobodyReads() {
    String path = "/api/orders/" + placed(anOrder()).number();

    assertProblem(process.get(path), 401, "unauthenticated");
    assertProblem(process.get(path + "?email="), 401, "unauthenticated");
    assertProblem(process.get(path, "nonsense"), 401, "unauthenticated");
    assertProblem(process.get("/api/orders"), 401, "unauthenticated");
  }

  @Test
  void staffAndTheOwnerReadByAnyOfItsNames() {
    Line goods = new Line(1, "Leash", null, 1, Money.usd(1_200), null, null);
    ReportFixture placed = placed(anOrder().line(goods).email("olga@example.com"));
    JsonNode order = order(placed);
    String olga = PetProcess.token("olga", null, "Olga@example.com");
    String eve = PetProcess.token("eve", null, "eve@example.com");
    String unverified = PetProcess.token("olga", null);

    for (String name : List.of("id", "maskedId", "orderNumber")) {
      String path = "/api/orders/" + order.get(name).asText();
      Answer read = process.get(path, staff);
      assertThat(read.json()).as(name).isEqualTo(order);
      assertThat(conditional(path, staff, read.header("etag")).status()).isEqualTo(304);
      assertThat(process.get(path, olga).json()).as(name).isEqualTo(order);
      assertProblem(process.get(path, eve), 404, "not-found");
      assertProblem(process.get(path, unverified), 404, "not-found");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"x%00y", "%F0%9F%90%B6", "1%27%20OR%201=1--", "0", "..%2f", "%25"})
  void anOddReferenceIsNoAccident(String reference) {
    for (String query : List.of("", "?email=jane%00@example.com")) {
      Answer answer =
          process.send(
              HttpRequest.newBuilder(URI.create(process.url() + "/api/orders/" + reference + query))
                  .header("Authorization", "Bearer " + staff)
                  .GET());
      assertThat(answer.status()).as(answer.text()).isIn(400, 404);
    }
  }

  @Test
  void staffListAllAndACustomerTheirOwn() {
    String email = "lister@example.com";
    List<String> numbers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      ReportFixture placed = placed(anOrder().email(email));
      numbers.add(0, placed.number());
      if (i == 1) {
        shop.report(placed.at(5).report(Fact.CANCELLED));
      }
    }
    placed(anOrder().email("other@example.com"));
    String customer = PetProcess.token("lister", null, "Lister@Example.com");

    assertThat(numbersOf(process.get("/api/orders", customer).json())).isEqualTo(numbers);
    assertThat(numbersOf(process.get("/api/orders?status=cancelled", customer).json()))
        .containsExactly(numbers.get(1));
    List<String> all = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = process.get("/api/orders?limit=2" + cursor, staff).json();
      assertThat(page.get("items")).hasSizeBetween(1, 2);
      all.addAll(numbersOf(page));
      cursor =
          page.get("nextCursor").isNull() ? null : "&cursor=" + page.get("nextCursor").asText();
    } while (cursor != null);
    assertThat(all).doesNotHaveDuplicates().containsSubsequence(numbers);
    assertThat(all).hasSizeGreaterThan(3);
    JsonNode cancelled = process.get("/api/orders?status=CANCELLED&limit=100", staff).json();
    assertThat(numbersOf(cancelled)).contains(numbers.get(1)).doesNotContain(numbers.get(0));
  }

  @ParameterizedTest
  @CsvSource({
    "status=NEW, status",
    "limit=0, limit",
    "limit=x, limit",
    "cursor=nonsense, cursor",
    "limit=0&cursor=nonsense&status=NEW, status limit cursor"
  })
  void namesEveryParameterThatIsWrong(String query, String fields) {
    Answer answer = process.get("/api/orders?" + query, staff);

    assertProblem(answer, 400, "invalid-input");
    assertThat(answer.json().get("errors").findValuesAsText("field"))
        .containsExactly(fields.split(" "));
  }

  @Test
  void usersMeIsMadeAtFirstSight() {
    String token = PetProcess.token("ursula", null, "Ursula@example.com");
    Answer me = process.get("/api/users/me", token);

    assertThat(me.status()).as(me.text()).isEqualTo(200);
    assertThat(me.json().get("id").asText()).isEqualTo("ursula");
    assertThat(me.json().get("email").asText()).isEqualTo("Ursula@example.com");
    assertThat(process.get("/api/users/me", token).json().get("createdAt"))
        .isEqualTo(me.json().get("createdAt"));
    assertProblem(process.get("/api/users/me"), 401, "unauthenticated");
  }

  private static ReportFixture placed(ReportFixture order) {
    assertThat(shop.report(order.created()).outcome()).isEqualTo(Outcome.APPLIED);
    return order;
  }

  private static JsonNode order(ReportFixture placed) {
    return process.get("/api/orders/" + placed.number(), staff).json();
  }

  private static List<String> numbersOf(JsonNode page) {
    return StreamSupport.stream(page.get("items").spliterator(), false)
        .map(order -> order.get("orderNumber").asText())
        .toList();
  }

  private static Answer conditional(String path, String token, String tag) {
    return process.send(process.request(path, token).header("If-None-Match", tag).GET());
  }

  private static void assertProblem(Answer answer, int status, String code) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
    assertThat(answer.json().get("type").asText()).isEqualTo("urn:pet:problem:" + code);
  }
}
