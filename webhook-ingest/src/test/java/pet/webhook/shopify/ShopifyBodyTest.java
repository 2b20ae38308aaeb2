package pet.webhook.shopify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pet.testing.shopify.ShopifyWebhooks;

class ShopifyBodyTest {

  private static ShopifyBody peek(String topic, String body) {
    return ShopifyBody.peek(topic, body.getBytes(UTF_8));
  }

  @Test
  void anOrderIsItsLaneAndItsUpdateItsVersion() {
    assertThat(ShopifyBody.peek("orders/create", ShopifyWebhooks.sample("orders_create")))
        .isEqualTo(
            new ShopifyBody(
                "shopify:order:820982911946154500", Instant.parse("2022-01-01T00:00:00Z")));
  }

  @Test
  void idsAreTakenDigitByDigit() {
    assertThat(peek("orders/create", "{\"id\":9223372036854775807}").lane())
        .isEqualTo("shopify:order:9223372036854775807");
    assertThat(peek("orders/paid", "{\"id\":820982911946154509}").lane())
        .isEqualTo("shopify:order:820982911946154509");
  }

  @Test
  void otherTopicsHaveNoLane() {
    assertThat(peek("shop/redact", "{\"shop_id\":1}")).isEqualTo(new ShopifyBody(null, null));
  }

  @Test
  void aVersionThatCannotBeReadIsToldLater() {
    assertThat(peek("orders/create", "{\"id\":1,\"updated_at\":\"yesterday\"}").updatedAt())
        .isNull();
  }

  /** It is kept all the same, and processing tells what is wrong with it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{\"id\": 1,\n  \"x\": tru}",
        "{\"id\": 1} {\"id\": 2}",
        "{'id': 1}",
        "\0",
        "[]",
        "1",
        "null",
        "{}",
        "{\"id\": null}",
        "{\"id\": \"820982911946154\"}",
        "{\"id\": 8.2e17}",
        "{\"id\": 1.0}",
        "{\"id\": -1}",
        "{\"id\": 9223372036854775808}",
        "{\"id\": true}"
      })
  void whatCannotBeReadHasNoLane(String body) {
    for (String topic : List.of("orders/create", "refunds/create", "customers/redact", "a/b")) {
      assertThat(peek(topic, body)).as(topic).isEqualTo(new ShopifyBody(null, null));
    }
  }

  @Test
  void norHaveBytesThatAreNoTextOrNestEndlessly() {
    byte[] broken = {'{', '"', 'a', '"', ':', '"', (byte) 0xff, (byte) 0xfe, '"', '}'};
    String deep = "[".repeat(10_000) + "]".repeat(10_000);
    for (byte[] body : List.of(broken, deep.getBytes(UTF_8))) {
      assertThat(ShopifyBody.peek("orders/create", body)).isEqualTo(new ShopifyBody(null, null));
    }
  }
}
