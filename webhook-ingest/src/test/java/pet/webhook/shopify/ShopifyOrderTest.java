package pet.webhook.shopify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;
import static pet.testing.shopify.ShopifyOrderPayload.anOrder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import pet.domain.InvalidInput;
import pet.domain.Money;
import pet.domain.order.LineQuantity;
import pet.domain.order.OrderReport;
import pet.domain.order.OrderReport.Fact;
import pet.domain.order.OrderReport.Line;
import pet.domain.order.OrderReport.Shipping;
import pet.domain.order.OrderReport.State;
import pet.domain.order.OrderReport.Totals;
import pet.testing.shopify.ShopifyOrderPayload;
import pet.testing.shopify.ShopifyWebhooks;

class ShopifyOrderTest {

  private static OrderReport read(ShopifyOrderPayload order) {
    return ShopifyOrder.read("d", Fact.CREATED, order.compact());
  }

  private static OrderReport read(Consumer<ObjectNode> change) {
    ShopifyOrderPayload order = anOrder().designed("d1", 1, "49.99", 1);
    change.accept(order.json());
    return read(order);
  }

  private static ObjectNode line(ObjectNode order) {
    return (ObjectNode) order.get("line_items").get(0);
  }

  @Test
  void shopifysOwnSample() {
    OrderReport report =
        ShopifyOrder.read("d", Fact.FULFILLED, ShopifyWebhooks.sample("orders_fulfilled"));
    assertThat(report)
        .isEqualTo(
            new OrderReport(
                "d",
                Fact.FULFILLED,
                820982911946154500L,
                "1234",
                "#9999",
                "jon@example.com",
                false,
                new Totals(
                    Money.usd(38800),
                    Money.usd(2000),
                    Money.usd(1000),
                    Money.usd(0),
                    Money.usd(38800)),
                List.of(
                    new Line(
                        866550311766439000L,
                        "IPod Nano - 8GB",
                        "IPOD2008PINK",
                        1,
                        Money.usd(19900),
                        null,
                        null),
                    new Line(
                        141249953214522980L,
                        "IPod Nano - 8GB",
                        "IPOD2008PINK",
                        1,
                        Money.usd(19900),
                        null,
                        null)),
                null,
                Instant.parse("2022-01-01T00:00:00Z"),
                Instant.parse("2022-01-01T00:00:00Z"),
                new State(
                    false,
                    false,
                    false,
                    false,
                    Money.usd(39800),
                    List.of(
                        new LineQuantity(866550311766439000L, 1),
                        new LineQuantity(141249953214522980L, 1)),
                    List.of(),
                    List.of())));
  }

  @Test
  void anOrderOfOurs() {
    OrderReport report =
        read(
            anOrder()
                .id(9007199254740993L)
                .number(1001)
                .email("jane@example.com")
                .designed("0f3c", 7, "67.98", 2)
                .goods("Leash", "LEASH", "12.50", 1)
                .tax("12.98")
                .financialStatus("pending")
                .fulfilled("UPS", "1Z", "https://ups.example/1Z"));
    assertThat(report.shopifyOrderId()).isEqualTo(9007199254740993L);
    assertThat(report.orderNumber()).isEqualTo("1001");
    assertThat(report.orderName()).isEqualTo("#1001");
    assertThat(report.email()).isEqualTo("jane@example.com");
    assertThat(report.paymentPending()).isTrue();
    assertThat(report.totals().total()).isEqualTo(Money.usd(14846 + 1298 + 1000));
    assertThat(report.lines())
        .extracting(Line::designId, Line::designRevision, Line::quantity, Line::price)
        .containsExactly(
            tuple("0f3c", 7, 2, Money.usd(6798)), tuple(null, null, 1, Money.usd(1250)));
    assertThat(report.shipping()).isEqualTo(new Shipping("UPS", "1Z", "https://ups.example/1Z"));
  }

  @Test
  void prettyAndCompactSayTheSame() {
    ShopifyOrderPayload order = anOrder().designed("d1", 1, "49.99", 1);
    assertThat(ShopifyOrder.read("d", Fact.PAID, order.pretty()))
        .isEqualTo(ShopifyOrder.read("d", Fact.PAID, order.compact()));
  }

  @Test
  void theTopicTellsAndNeverTheBody() {
    assertThat(ShopifyOrder.factOf("orders/create")).contains(Fact.CREATED);
    assertThat(ShopifyOrder.factOf("orders/paid")).contains(Fact.PAID);
    assertThat(ShopifyOrder.factOf("orders/fulfilled")).contains(Fact.FULFILLED);
    assertThat(ShopifyOrder.factOf("orders/cancelled")).contains(Fact.CANCELLED);
    assertThat(ShopifyOrder.factOf("orders/updated")).contains(Fact.UPDATED);
    assertThat(ShopifyOrder.factOf("orders/partially_fulfilled"))
        .contains(Fact.PARTIALLY_FULFILLED);
    assertThat(ShopifyOrder.factOf("orders/risk_assessment_changed")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1001,#7,5,1001", ",#7-EU,5,7", ",,5,5", ",PAWS,5,5"})
  void theNumberThatTheCustomerKnows(Long orderNumber, String name, Long number, String expected) {
    assertThat(
            read(o -> o.put("order_number", orderNumber).put("name", name).put("number", number))
                .orderNumber())
        .isEqualTo(expected);
  }

  @Test
  void theFirstAddressThatIsThere() {
    assertThat(read(o -> o.put("email", "")).email()).isEqualTo("jon@example.com");
    assertThat(
            read(o -> {
                  o.putNull("email").remove("contact_email");
                  ((ObjectNode) o.get("customer")).put("email", "c@example.com");
                })
                .email())
        .isEqualTo("c@example.com");
    assertThat(read(o -> o.putNull("email").putNull("contact_email").putNull("customer")).email())
        .isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1.5", "x", "", "99999999999", "01"})
  void aMalformedRevisionMakesOrdinaryGoods(String revision) {
    OrderReport report =
        read(o -> ((ObjectNode) line(o).withArray("properties").get(1)).put("value", revision));
    assertThat(report.lines().get(0))
        .returns(null, Line::designId)
        .returns(null, Line::designRevision);
  }

  @Test
  void propertiesOfAnyKindAreSurvived() {
    for (String properties :
        new String[] {
          "null", "{}", "[1,null,{}]", "[{\"name\":\"_design_id\",\"value\":{}}]", "7"
        }) {
      OrderReport report =
          read(
              o -> {
                try {
                  line(o).set("properties", new ObjectMapper().readTree(properties));
                } catch (JsonProcessingException e) {
                  throw new IllegalArgumentException(e);
                }
              });
      assertThat(report.lines().get(0).designId()).as(properties).isNull();
    }
    assertThat(
            read(o -> ((ObjectNode) line(o).withArray("properties").get(1)).put("value", 3))
                .lines()
                .get(0)
                .designRevision())
        .isEqualTo(3);
  }

  @Test
  void totalsAreTakenAndNeverInvented() {
    assertThat(read(o -> o.remove("total_shipping_price_set")).totals().shipping())
        .isEqualTo(Money.usd(1000));
    assertThat(
            read(o -> o.remove(List.of("total_shipping_price_set")).putArray("shipping_lines"))
                .totals()
                .shipping())
        .isEqualTo(Money.usd(0));
    assertThat(read(o -> o.put("current_total_price", "1.00")).totals().total())
        .isEqualTo(Money.usd(5999));
    assertThat(read(o -> o.put("total_price", new BigDecimal("100.00"))).totals().total())
        .isEqualTo(Money.usd(10000));
  }

  @Test
  void aFailedFulfilmentHasNoParcelAndALinkIsAWebAddress() {
    OrderReport report =
        read(
            o -> {
              ArrayNode fulfillments = o.putArray("fulfillments");
              fulfillments.addObject().put("status", "cancelled").put("tracking_company", "DHL");
              ObjectNode good = fulfillments.addObject().put("status", "success");
              good.put("tracking_company", "UPS").put("tracking_url", "javascript:alert(1)");
              good.putArray("tracking_numbers").add("1Z");
            });
    assertThat(report.shipping()).isEqualTo(new Shipping("UPS", "1Z", null));
  }

  static Stream<Arguments> wrong() {
    return Stream.of(
        wrong("currency", o -> o.remove("currency")),
        wrong("total_price", o -> o.remove("total_price")),
        wrong("total_price", o -> o.put("total_price", "1e999999999")),
        wrong("total_price", o -> o.put("total_price", "1.999")),
        wrong("currency", o -> o.put("currency", "???")),
        wrong("total_price", o -> o.put("total_price", new BigDecimal("1e99"))),
        wrong("subtotal_price", o -> o.remove("subtotal_price")),
        wrong("total_discounts", o -> o.remove("total_discounts")),
        wrong("total_tax", o -> o.remove("total_tax")),
        wrong(
            "total_shipping_price_set.shop_money.amount",
            o -> o.remove(List.of("total_shipping_price_set", "shipping_lines"))),
        wrong("line_items[0].title", o -> line(o).remove(List.of("title", "name"))),
        wrong("line_items", o -> o.remove("line_items")),
        wrong("line_items", o -> o.put("line_items", "none")),
        wrong("line_items[0].price", o -> line(o).put("price", "a lot")),
        wrong("line_items[0].quantity", o -> line(o).put("quantity", 1.5)),
        wrong("line_items[0].id", o -> line(o).remove("id")),
        wrong("updated_at", o -> o.remove("updated_at")),
        wrong("updated_at", o -> o.put("updated_at", "2022-01-01T00:00:00")),
        wrong("created_at", o -> o.put("created_at", "+999999-01-01T00:00:00Z")),
        wrong("email", o -> o.put("email", 7)));
  }

  private static Arguments wrong(String path, Consumer<ObjectNode> change) {
    return Arguments.of(path, change);
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void whatIsWrongIsNamedAndNotQuoted(String path, Consumer<ObjectNode> change) {
    assertThatExceptionOfType(InvalidInput.class)
        .isThrownBy(() -> read(change))
        .satisfies(e -> assertThat(e.errors()).extracting("field").containsExactly(path))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("a lot", "1e9", "999"));
  }

  @Test
  void aBodyOfNoOrderIsSaidToBeThat() {
    assertThatExceptionOfType(InvalidInput.class)
        .isThrownBy(() -> ShopifyOrder.read("1", Fact.CREATED, "{\"no\":\"id\"}".getBytes(UTF_8)))
        .satisfies(e -> assertThat(e.errors()).extracting("field").containsExactly("id"));
  }
}
