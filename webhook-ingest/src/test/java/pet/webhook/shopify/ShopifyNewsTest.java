package pet.webhook.shopify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pet.domain.InvalidInput;
import pet.domain.order.Edit;
import pet.domain.order.Fulfillment;
import pet.domain.order.LineQuantity;
import pet.domain.order.OrderNews;
import pet.domain.order.OrderNews.Kind;
import pet.domain.order.OrderReport.Fact;
import pet.domain.order.OrderReport.Shipping;
import pet.domain.order.Refund;
import pet.testing.shopify.ShopifyWebhooks;

class ShopifyNewsTest {

  private static final long ORDER = 820982911946154500L;
  private static final List<LineQuantity> BOTH =
      List.of(new LineQuantity(866550311766439000L, 1), new LineQuantity(141249953214522980L, 1));

  private static OrderNews read(String topic, String body) {
    return ShopifyNews.read("d", topic, body.getBytes(UTF_8));
  }

  @Test
  void shopifysOwnFulfilment() {
    Instant version = Instant.parse("2022-01-01T00:00:00Z");
    assertThat(
            ShopifyNews.read(
                "d", "fulfillments/create", ShopifyWebhooks.sample("fulfillments_create")))
        .isEqualTo(
            new OrderNews(
                "d",
                Kind.FULFILLMENT,
                ORDER,
                new Fulfillment(
                    123456,
                    Fulfillment.State.OPEN,
                    false,
                    new Shipping(
                        "UPS",
                        "1z827wk74630",
                        "https://www.ups.com/WebTracking?loc=en_US&requester=ST"
                            + "&trackNums=1z827wk74630"),
                    BOTH,
                    version),
                null,
                null,
                "fulfillments/create",
                version));
  }

  @Test
  void shopifysOwnRefund() {
    Instant at = Instant.parse("2022-01-01T00:00:00Z");
    assertThat(ShopifyNews.read("d", "refunds/create", ShopifyWebhooks.sample("refunds_create")))
        .isEqualTo(
            new OrderNews(
                "d",
                Kind.REFUND,
                ORDER,
                null,
                new Refund(890088186047892400L, at, "85.00", "USD", BOTH),
                null,
                "refunds/create",
                at));
  }

  @Test
  void moneyThatDidNotGoBackIsNoRefund() {
    OrderNews news =
        read(
            "refunds/create",
            """
            {"id":1,"order_id":2,"processed_at":"2026-01-01T00:00:00Z","transactions":[
             {"kind":"refund","status":"failure","amount":"5.00"},
             {"kind":"capture","status":"success","amount":"6.00"},
             {"kind":"refund","amount":"7.00","currency":"EUR"}]}""");
    assertThat(news.refund())
        .isEqualTo(new Refund(1, Instant.parse("2026-01-01T00:00:00Z"), "7.00", "EUR", List.of()));
  }

  /** As an order is that was paid in euros in a shop of dollars: 100.00 USD were 92.00 EUR. */
  private static final String LINES_IN_BOTH =
      """
      "refund_line_items":[{"line_item_id":11,"quantity":1,
        "subtotal_set":{"shop_money":{"amount":"100.00","currency_code":"USD"},
                        "presentment_money":{"amount":"92.00","currency_code":"EUR"}},
        "total_tax_set":{"shop_money":{"amount":"8.75","currency_code":"USD"},
                         "presentment_money":{"amount":"8.05","currency_code":"EUR"}}}]""";

  private static Refund refund(String transactions, String more) {
    return read(
            "refunds/create",
            """
            {"id":1,"order_id":2,"created_at":"2026-01-01T00:00:00Z","transactions":[%s],%s}"""
                .formatted(transactions, more))
        .refund();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "amount":"100.05","currency":"EUR" | 108.75
          "amount":"50.02","currency":"EUR"  | 54.37
          "amount":"9.00","currency":"USD"   | 9.00
          "amount":"9.00","currency":null    | 9.00
          "amount":"9.00","currency":"GBP"   |
          "amount":"92.00","currency":"EUR","amount_set":{"shop_money":{"amount":"101.00"}} | 101.00
          """)
  void aRefundIsInTheShopsCurrencyWhateverItWasPaidIn(String money, String amount) {
    Refund told =
        refund("{\"kind\":\"refund\",\"status\":\"success\"," + money + "}", LINES_IN_BOTH);
    assertThat(told)
        .returns(amount, Refund::amount)
        .returns("USD", Refund::currency)
        .returns(List.of(new LineQuantity(11, 1)), Refund::lines);
  }

  @Test
  void aRefundOfNoGoodsHasItsRateFromWhatItIsFor() {
    String sent = "{\"kind\":\"refund\",\"amount\":\"4.60\",\"currency\":\"EUR\"}";
    assertThat(
            refund(
                sent,
                """
                "order_adjustments":[{"amount":"-4.60","amount_set":{
                  "shop_money":{"amount":"-5.00","currency_code":"USD"},
                  "presentment_money":{"amount":"-4.60","currency_code":"EUR"}}}]"""))
        .returns("5.00", Refund::amount);
    assertThat(refund(sent, "\"refund_line_items\":[]"))
        .as("nothing tells its rate")
        .returns("4.60", Refund::amount)
        .returns("EUR", Refund::currency);
  }

  @Test
  void aRefundInItsOrderHasTheOrdersRateWhereItTellsNone() {
    String body =
        new String(ShopifyWebhooks.sample("orders_create"), UTF_8)
            .replaceFirst(
                "\"refunds\": *\\[\\]",
                """
                "refunds":[{"id":1,"created_at":"2026-01-01T00:00:00Z","transactions":[
                  {"kind":"refund","status":"success","amount":"194.00","currency":"EUR"},
                  {"kind":"refund","status":"pending","amount":"7.00","currency":"EUR"}]}]""")
            .replaceFirst(
                "(\"total_price_set\": *)\\{[^{]*\\{[^}]*\\}[^{]*\\{[^}]*\\}[^}]*\\}",
                """
                $1{"shop_money":{"amount":"388.00","currency_code":"USD"},
                   "presentment_money":{"amount":"776.00","currency_code":"EUR"}}""");
    assertThat(ShopifyOrder.read("d", Fact.UPDATED, body.getBytes(UTF_8)).state().refunds())
        .singleElement()
        .returns("97.00", Refund::amount)
        .returns("USD", Refund::currency);
  }

  @Test
  void anEdit() {
    OrderNews news =
        read(
            "orders/edited",
            """
            {"order_edit":{"id":78912328793,"order_id":820982911946154509,
             "created_at":"2026-01-01T00:00:00Z","line_items":{
             "additions":[{"id":11,"delta":2}],"removals":[{"id":12,"delta":1}]}}}""");
    assertThat(news.shopifyOrderId()).isEqualTo(820982911946154509L);
    assertThat(news.edit())
        .isEqualTo(
            new Edit(
                78912328793L,
                Instant.parse("2026-01-01T00:00:00Z"),
                List.of(new LineQuantity(11, 2), new LineQuantity(12, -1))));
    assertThat(ShopifyNews.isWholeOrder("orders/edited", "{\"order_edit\":{}}".getBytes(UTF_8)))
        .isFalse();
    assertThat(ShopifyNews.isWholeOrder("orders/edited", ShopifyWebhooks.sample("orders_create")))
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          fulfillments/create | {"id":1,"order_id":2}                                | updated_at
          fulfillments/update | {"order_id":2,"updated_at":"2026-01-01T00:00:00Z"}   | id
          fulfillments/update | {"id":1,"updated_at":"2026-01-01T00:00:00Z"}         | order_id
          refunds/create      | {"id":1,"order_id":2}                                | created_at
          refunds/create      | {"id":1.5}                                           | id
          orders/edited       | {}                                                   | order_edit.id
          orders/delete       | {}                                                   | id
          """)
  void whatIsMissingIsNamed(String topic, String body, String field) {
    assertThatExceptionOfType(InvalidInput.class)
        .isThrownBy(() -> read(topic, body))
        .satisfies(e -> assertThat(e.errors()).extracting("field").containsExactly(field));
  }

  @ParameterizedTest
  @CsvSource({"success,SUCCESS", "pending,OPEN", "open,OPEN", "cancelled,FAILED", "error,FAILED"})
  void aParcelsState(String status, Fulfillment.State state) {
    OrderNews news =
        read(
            "fulfillments/update",
            """
            {"id":1,"order_id":2,"status":"%s","shipment_status":"delivered",
             "updated_at":"2026-01-01T00:00:00Z"}"""
                .formatted(status));
    assertThat(news.fulfillment())
        .returns(state, Fulfillment::state)
        .returns(true, Fulfillment::delivered)
        .returns(null, Fulfillment::shipping);
  }

  @Test
  void itsOrderIsItsLane() {
    assertThat(ShopifyBody.peek("refunds/create", ShopifyWebhooks.sample("refunds_create")).lane())
        .isEqualTo("shopify:order:" + ORDER);
    assertThat(
            ShopifyBody.peek("orders/edited", "{\"order_edit\":{\"order_id\":7}}".getBytes(UTF_8))
                .lane())
        .isEqualTo("shopify:order:7");
    assertThat(ShopifyBody.peek("orders/delete", "{\"id\":7}".getBytes(UTF_8)).lane())
        .isEqualTo("shopify:order:7");
  }
}
