package pet.webhook.stripe;

import java.time.Instant;
import java.util.Optional;
import pet.domain.InvalidInput;
import pet.webhook.payload.Payload;

/**
 * An event as far as it has to be understood before it is stored.
 *
 * @param id {@code evt_…}
 * @param type such as {@code payment_intent.succeeded}
 * @param apiVersion null if not told
 * @param lane that of the order its metadata names, or null
 */
public record StripeEvent(
    String id, String type, String apiVersion, Instant createdAt, String lane) {

  /** Where the shop writes Shopify's id of the order when it makes a payment. */
  static final String ORDER_ID = "shopify_order_id";

  /**
   * Reads as much of an event as that.
   *
   * @throws pet.domain.DomainException {@code MALFORMED_BODY} if it is not JSON; {@code
   *     INVALID_INPUT} if it is no event
   */
  public static StripeEvent peek(byte[] body) {
    Payload event = Payload.parse(body);
    String id = event.get("id").neededText();
    if (!id.matches("[\\x21-\\x7e]{1,200}")) {
      throw event.get("id").wrong("must be at most 200 printable characters");
    }
    String type = event.get("type").neededText();
    if (!type.matches("[a-z0-9_.]{1,100}")) {
      throw event.get("type").wrong("must be a type such as payment_intent.succeeded");
    }
    return new StripeEvent(
        id,
        type,
        event.get("api_version").text().orElse(null),
        Instant.ofEpochSecond(seconds(event.get("created"))),
        orderId(event).map(order -> "shopify:order:" + order).orElse(null));
  }

  private static long seconds(Payload created) {
    long seconds = created.id();
    if (seconds > 99_999_999_999L) {
      throw created.wrong("must be seconds since 1970");
    }
    return seconds;
  }

  /** Shopify's id of the order that was paid; empty if the metadata names none. */
  static Optional<Long> orderId(Payload event) {
    Payload named = event.get("data").get("object").get("metadata").get(ORDER_ID);
    try {
      return named.text().filter(text -> text.matches("[1-9]\\d{0,18}")).map(Long::valueOf);
    } catch (InvalidInput | NumberFormatException e) {
      return Optional.empty();
    }
  }
}
