package pet.webhook.shopify;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import pet.domain.DomainException;
import pet.domain.InvalidInput;
import pet.domain.ProblemCode;
import pet.messaging.Json;

/**
 * A body as far as it has to be understood before it is stored: that it is JSON, whose order it is
 * about, and which version of it.
 *
 * @param lane what it is processed in sequence with, or null
 * @param updatedAt null if the body does not say
 */
public record ShopifyBody(String lane, Instant updatedAt) {

  private static final ObjectReader READER =
      Json.tolerant()
          .readerFor(JsonNode.class)
          .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          // Nothing of a payload goes through a double.
          .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  /**
   * Reads as much of a body as that.
   *
   * @throws DomainException {@code MALFORMED_BODY} if it is not JSON; {@code INVALID_INPUT} if it
   *     is about an order and does not say which
   */
  public static ShopifyBody peek(String topic, byte[] body) {
    Payload root = Payload.root(parse(body));
    if (!topic.startsWith("orders/")) {
      // A fulfilment or a refund tells of an order, too. It has a say in nothing yet, so one that
      // does not say which is kept all the same.
      return new ShopifyBody(orNull(() -> laneOf(root.get("order_id").id())), null);
    }
    if (!root.isObject()) {
      throw root.wrong("must be an object");
    }
    return new ShopifyBody(laneOf(root.get("id").id()), version(root));
  }

  /** What tells of an order is processed in sequence, and found together. */
  public static String laneOf(long shopifyOrderId) {
    return "shopify:order:" + shopifyOrderId;
  }

  /** For the record; whether it is needed, and wrong, is told when it is processed. */
  private static Instant version(Payload root) {
    return orNull(() -> root.get("updated_at").time().orElse(null));
  }

  private static <T> T orNull(Supplier<T> value) {
    try {
      return value.get();
    } catch (InvalidInput e) {
      return null;
    }
  }

  static JsonNode parse(byte[] body) {
    try {
      JsonNode node = READER.readTree(body);
      if (node == null || node.isMissingNode()) {
        throw malformed("The body is empty: line 1, column 1.", null);
      }
      return node;
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      throw malformed(
          at == null
              ? "The body is not JSON."
              : "The body is not JSON: line "
                  + at.getLineNr()
                  + ", column "
                  + at.getColumnNr()
                  + ".",
          null);
    } catch (IOException e) {
      // Bytes in memory do not fail to be read, but for what is no text at all.
      throw malformed("The body is not JSON: line 1, column 1.", new UncheckedIOException(e));
    }
  }

  private static DomainException malformed(String detail, Throwable cause) {
    return new DomainException(ProblemCode.MALFORMED_BODY, detail, List.of(), cause);
  }
}
