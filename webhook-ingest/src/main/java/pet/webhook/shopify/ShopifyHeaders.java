package pet.webhook.shopify;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import pet.domain.InvalidInput;
import pet.webhook.payload.Payload;

/**
 * What a delivery's headers say. None of it is signed: it names and sorts the delivery, and is
 * believed no further.
 *
 * @param topic such as {@code orders/create}
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

  private static final Pattern TOPIC = Pattern.compile("[a-z0-9_]{1,60}(/[a-z0-9_]{1,60}){0,3}");
  private static final Pattern TEXT = Pattern.compile("[\\x21-\\x7e]{1,200}");

  /**
   * Reads a delivery's headers.
   *
   * @param header gives a header's value by name, or null
   * @param pathTopic the topic of the path, for when no header names one
   * @throws InvalidInput if the topic or an id cannot be one
   */
  public static ShopifyHeaders read(UnaryOperator<String> header, String pathTopic) {
    String named = text(header, "X-Shopify-Topic");
    String topic = (named == null ? pathTopic : named).toLowerCase(Locale.ROOT);
    if (!TOPIC.matcher(topic).matches()) {
      throw new InvalidInput("topic", "must be a topic such as orders/create");
    }
    String shop = text(header, "X-Shopify-Shop-Domain");
    return new ShopifyHeaders(
        topic,
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
    if (!TEXT.matcher(stripped).matches()) {
      throw new InvalidInput(name, "must be at most 200 printable characters");
    }
    return stripped;
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
    return eventId != null ? "event:" + eventId : "body:" + sha256(body);
  }

  private static String sha256(byte[] body) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
