package pet.webhook.stripe;

import java.time.Instant;
import pet.webhook.payload.Payload;
import pet.webhook.payload.UnreadablePayload;
import pet.webhook.shopify.ShopifyBody;

/**
 * An event as far as it is understood before it is stored.
 *
 * @param id {@code evt_…}; null if it can be none
 * @param type such as {@code payment_intent.succeeded}; {@link UnreadablePayload#TOPIC} if it does
 *     not say
 * @param apiVersion null if not told
 * @param createdAt null if not told
 * @param lane that of the order its metadata names by Shopify's id, or null
 */
public record StripeEvent(
    String id, String type, String apiVersion, Instant createdAt, String lane) {

  private static final long MOST_SECONDS = 99_999_999_999L;

  /** Reads as much of an event as that; what is wrong with it is told when it is processed. */
  public static StripeEvent peek(byte[] body) {
    Payload event = UnreadablePayload.orNull(() -> Payload.parse(body));
    if (event == null) {
      return new StripeEvent(null, UnreadablePayload.TOPIC, null, null, null);
    }
    String id = text(event.get("id"), "[\\x21-\\x7e]{1,200}");
    String type = text(event.get("type"), "[a-z0-9_.]{1,100}");
    Long order = StripeOrder.read(event).shopifyId();
    return new StripeEvent(
        id,
        type == null ? UnreadablePayload.TOPIC : type,
        text(event.get("api_version"), "[\\x21-\\x7e]{1,200}"),
        UnreadablePayload.orNull(() -> createdAt(event)),
        order == null ? null : ShopifyBody.laneOf(order));
  }

  private static String text(Payload value, String pattern) {
    return UnreadablePayload.orNull(
        () -> value.text().filter(text -> text.matches(pattern)).orElse(null));
  }

  /** When it happened. */
  static Instant createdAt(Payload event) {
    long seconds = event.get("created").id();
    if (seconds > MOST_SECONDS) {
      throw event.get("created").wrong("must be seconds since 1970");
    }
    return Instant.ofEpochSecond(seconds);
  }

  /** What makes two deliveries the same one. */
  public String dedupeKey(byte[] body) {
    return id == null ? UnreadablePayload.bodyKey(body) : "event:" + id;
  }
}
