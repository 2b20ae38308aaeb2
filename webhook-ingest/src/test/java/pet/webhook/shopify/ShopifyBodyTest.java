package pet.webhook.shopify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pet.domain.DomainException;
import pet.domain.InvalidInput;
import pet.domain.ProblemCode;
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"id": 1,\\n  "x": tru} | line 2
          {"id": 1               | line 1, column
          {"id": 1} {"id": 2}    | line 1, column
          {'id': 1}              | line 1, column
          \\u0000                | line 1, column
          """)
  void whatIsNoJsonIsToldItsPlace(String body, String place) {
    String text = body.replace("\\n", "\n").replace("\\u0000", "\0");
    assertThatExceptionOfType(DomainException.class)
        .isThrownBy(() -> peek("orders/create", text))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ProblemCode.MALFORMED_BODY))
        .withMessageContaining(place);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n"})
  void nothingIsNoJson(String body) {
    assertThatExceptionOfType(DomainException.class)
        .isThrownBy(() -> peek("shop/redact", body))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ProblemCode.MALFORMED_BODY));
  }

  @Test
  void bytesThatAreNoTextAreNoJson() {
    byte[] broken = {'{', '"', 'a', '"', ':', '"', (byte) 0xff, (byte) 0xfe, '"', '}'};
    assertThatExceptionOfType(DomainException.class)
        .isThrownBy(() -> ShopifyBody.peek("shop/redact", broken))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ProblemCode.MALFORMED_BODY));
  }

  @Test
  void endlessNestingIsRefused() {
    String deep = "[".repeat(10_000) + "]".repeat(10_000);
    assertThatExceptionOfType(DomainException.class)
        .isThrownBy(() -> peek("shop/redact", deep))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ProblemCode.MALFORMED_BODY));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          []                         | body
          1                          | body
          null                       | body
          {}                         | id
          {"id": null}               | id
          {"id": "820982911946154"}  | id
          {"id": 8.2e17}             | id
          {"id": 1.0}                | id
          {"id": -1}                 | id
          {"id": 9223372036854775808}| id
          {"id": true}               | id
          """)
  void anOrderWithoutAnIdIsToldWhichFieldIsWrong(String body, String field) {
    assertThatExceptionOfType(InvalidInput.class)
        .isThrownBy(() -> peek("orders/updated", body))
        .satisfies(e -> assertThat(e.errors()).extracting("field").containsExactly(field));
  }
}
