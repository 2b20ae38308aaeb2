package pet.webhook.shopify;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import pet.webhook.payload.Payload;
import pet.webhook.payload.UnreadablePayload;

/**
 * What a delivery's headers say. None of it is signed: it names and sorts the delivery, and is
 * believed no further. What cannot be what it should is as if it were not told.
 *
 * @param topic such as {@code orders/create}; {@link UnreadablePayload#TOPIC} if it can be none
 * @param shop empty if not told
 * @param webhookId null if not told, as are the others
 */
public record ShopifyHeaders(
    String topic,
    String shop,
    String webhookId,
    String eventId,
    String apiVersion,
    Instant triggeredAt) {

  // As long as other senders' at most: a topic is a key of analytics, which counts no longer one.
  private static final Pattern TOPIC =
      Pattern.compile("(?=.{1,100}$)[a-z0-9_]{1,60}(/[a-z0-9_]{1,60}){0,3}");
  private static final Pattern TEXT = Pattern.compile("[\\x21-\\x7e]{1,200}");

  /**
   * Reads a delivery's headers.
   *
   * @param header gives a header's value by name, or null
   * @param pathTopic the topic of the path, for when no header names one
   */
  public static ShopifyHeaders read(UnaryOperator<String> header, String pathTopic) {
    String named = header.apply("X-Shopify-Topic");
    String topic =
        (named == null || named.isBlank() ? pathTopic : named.strip()).toLowerCase(Locale.ROOT);
    String shop = text(header, "X-Shopify-Shop-Domain");
    return new ShopifyHeaders(
        TOPIC.matcher(topic).matches() ? topic : UnreadablePayload.TOPIC,
        shop == null ? "" : shop.toLowerCase(Locale.ROOT),
        text(header, "X-Shopify-Webhook-Id"),
        text(header, "X-Shopify-Event-Id"),
        text(header, "X-Shopify-API-Version"),
        time(text(header, "X-Shopify-Triggered-At")));
  }

  private static String text(UnaryOperator<String> header, String name) {
    String value = header.apply(name);
    if (value == null || value.isBlank()) {
      return null;
    }
    String stripped = value.strip();
    return TEXT.matcher(stripped).matches() ? stripped : null;
  }

  /** For the record only, so an odd one is no reason to refuse the delivery. */
  private static Instant time(String text) {
    if (text == null) {
      return null;
    }
    try {
      OffsetDateTime time = OffsetDateTime.parse(text);
      return Payload.isStorable(time) ? time.toInstant() : null;
    } catch (DateTimeException e) {
      return null;
    }
  }

  /**
   * What makes two deliveries the same one within shop and topic: Shopify's id of the delivery,
   * else of the event, else the body.
   */
  public String dedupeKey(byte[] body) {
    if (webhookId != null) {
      return "webhook:" + webhookId;
    }
    return eventId != null ? "event:" + eventId : UnreadablePayload.bodyKey(body);
  }
}
