package pet.dev.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;
import pet.testing.shopify.SignedWebhook;
import pet.testing.webhooks.StandardWebhooks;
import pet.testing.webhooks.StripeWebhooks;

/**
 * What a sender delivers until it is taken.
 *
 * @param id by which the sender and the log know it
 * @param headers of an attempt that is made at a time: where that is signed, each has its own
 */
@SuppressWarnings("ArrayRecordComponent") // bytes on their way; never compared
record Delivery(
    String id, String path, byte[] body, Function<Instant, Map<String, String>> headers) {

  private static final StripeWebhooks STRIPE =
      new StripeWebhooks(StripeWebhooks.DEVELOPMENT_SECRET);
  private static final StandardWebhooks CLERK =
      new StandardWebhooks(StandardWebhooks.DEVELOPMENT_SECRET);

  static Delivery ofShop(SignedWebhook webhook) {
    return new Delivery(
        webhook.headers().get(SignedWebhook.WEBHOOK_ID),
        webhook.path(),
        webhook.body(),
        now -> webhook.headers());
  }

  /**
   * @param event with its id
   */
  static Delivery ofStripe(ObjectNode event) {
    byte[] body = bytes(event);
    String id = event.get("id").textValue();
    return new Delivery(id, StripeWebhooks.PATH, body, now -> STRIPE.headers(body, now));
  }

  static Delivery ofClerk(String id, ObjectNode event) {
    byte[] body = bytes(event);
    return new Delivery(id, StandardWebhooks.CLERK, body, now -> CLERK.headers(id, body, now));
  }

  private static byte[] bytes(ObjectNode body) {
    return body.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** The id by which its sender knows what is in the log. */
  static String idOf(JsonNode row) {
    return row.get(row.get("source").asText().equals("stripe") ? "eventId" : "webhookId").asText();
  }
}
