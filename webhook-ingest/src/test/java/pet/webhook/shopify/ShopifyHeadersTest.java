package pet.webhook.shopify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pet.webhook.payload.UnreadablePayload;

class ShopifyHeadersTest {

  private static final byte[] BODY = "{}".getBytes(UTF_8);

  private static ShopifyHeaders read(Map<String, String> headers, String path) {
    return ShopifyHeaders.read(headers::get, path);
  }

  @Test
  void theHeaderWinsOverThePath() {
    assertThat(read(Map.of("X-Shopify-Topic", "orders/paid"), "orders/create").topic())
        .isEqualTo("orders/paid");
    assertThat(read(Map.of(), "orders/create").topic()).isEqualTo("orders/create");
    assertThat(read(Map.of("X-Shopify-Topic", " "), "Orders/Create").topic())
        .isEqualTo("orders/create");
  }

  @ParameterizedTest
  @ValueSource(strings = {"orders/../x", "orders//create", "orders/", "or ders", "a/b/c/d/e", "é"})
  void aTopicLooksLikeOne(String topic) {
    assertThat(read(Map.of(), topic).topic()).isEqualTo(UnreadablePayload.TOPIC);
    assertThat(read(Map.of("X-Shopify-Topic", topic), "orders/create").topic())
        .as("the path's is not believed instead")
        .isEqualTo(UnreadablePayload.TOPIC);
  }

  /** What is longer, analytics could not count. */
  @Test
  void aTopicHasAHundredCharactersAtMost() {
    String longest = "a".repeat(60) + "/" + "b".repeat(39);
    assertThat(read(Map.of(), longest).topic()).isEqualTo(longest);
    assertThat(read(Map.of(), longest + "b").topic()).isEqualTo(UnreadablePayload.TOPIC);
  }

  @Test
  void theDeliverysIdThenTheEventsThenTheBody() {
    Map<String, String> both = Map.of("X-Shopify-Webhook-Id", "w", "X-Shopify-Event-Id", "e");
    assertThat(read(both, "a/b").dedupeKey(BODY)).isEqualTo("webhook:w");
    assertThat(read(Map.of("X-Shopify-Event-Id", "e"), "a/b").dedupeKey(BODY)).isEqualTo("event:e");
    assertThat(read(Map.of(), "a/b").dedupeKey(BODY))
        .isEqualTo("body:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
  }

  @Test
  void anOddTimeIsNoReasonToRefuse() {
    assertThat(read(Map.of("X-Shopify-Triggered-At", "2025-01-02T03:04:05.678Z"), "a/b"))
        .returns(Instant.parse("2025-01-02T03:04:05.678Z"), ShopifyHeaders::triggeredAt);
    assertThat(read(Map.of("X-Shopify-Triggered-At", "soon"), "a/b").triggeredAt()).isNull();
    assertThat(
            read(Map.of("X-Shopify-Triggered-At", "+99999-01-01T00:00:00Z"), "a/b").triggeredAt())
        .isNull();
  }

  @Test
  void anIdHasItsBounds() {
    Map<String, String> odd =
        Map.of("X-Shopify-Webhook-Id", "x".repeat(201), "X-Shopify-Event-Id", "e");
    assertThat(read(odd, "a/b"))
        .returns(null, ShopifyHeaders::webhookId)
        .returns("event:e", headers -> headers.dedupeKey(BODY));
  }
}
