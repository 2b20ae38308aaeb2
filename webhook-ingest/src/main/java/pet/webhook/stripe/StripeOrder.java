package pet.webhook.stripe;

import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import pet.domain.order.OrderName;
import pet.webhook.payload.Payload;
import pet.webhook.payload.UnreadablePayload;

/**
 * Which order an event's metadata name. They are written by whoever makes the payment: under {@code
 * shopify_order_id} Shopify's id of the order; under {@code order_id} the same, our id or the
 * masked one; under {@code order_number} its number. The first of these that can be one is meant.
 *
 * @param shopifyId null if it is not named by that
 * @param name what else it is named by, or null
 */
record StripeOrder(Long shopifyId, OrderName name) {

  private static final StripeOrder NONE = new StripeOrder(null, null);

  private static final Pattern SHOPIFY_ID =
      Pattern.compile("(?:gid://shopify/Order/)?([1-9]\\d{0,18})");
  private static final Pattern OURS =
      Pattern.compile("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|HH-[0-9A-Za-z]{1,40}");
  private static final Pattern NUMBER = Pattern.compile("\\S{1,40}");

  static StripeOrder read(Payload event) {
    Payload metadata = event.get("data").get("object").get("metadata");
    return Stream.<Function<Payload, Optional<StripeOrder>>>of(
            told -> told(told.get("shopify_order_id")).flatMap(StripeOrder::byShopifyId),
            told -> told(told.get("order_id")).flatMap(StripeOrder::byAnyId),
            told -> told(told.get("order_number")).flatMap(StripeOrder::byNumber))
        .flatMap(key -> key.apply(metadata).stream())
        .findFirst()
        .orElse(NONE);
  }

  /** Stripe's metadata are texts; what is none names nothing. */
  private static Optional<String> told(Payload value) {
    return Optional.ofNullable(UnreadablePayload.orNull(() -> value.text().orElse(null)));
  }

  private static Optional<StripeOrder> byShopifyId(String text) {
    Matcher matcher = SHOPIFY_ID.matcher(text);
    try {
      return matcher.matches()
          ? Optional.of(new StripeOrder(Long.valueOf(matcher.group(1)), null))
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Optional<StripeOrder> byAnyId(String text) {
    return OURS.matcher(text).matches()
        ? Optional.of(new StripeOrder(null, new OrderName(text, null)))
        : byShopifyId(text);
  }

  private static Optional<StripeOrder> byNumber(String text) {
    return NUMBER.matcher(text).matches()
        ? Optional.of(new StripeOrder(null, new OrderName(null, text)))
        : Optional.empty();
  }
}
