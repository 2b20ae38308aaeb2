package pet.webhook.standard;

import java.time.Instant;
import pet.domain.InvalidInput;
import pet.webhook.payload.Payload;
import pet.webhook.signature.Tolerance;

/**
 * An event as far as it has to be understood before it is stored.
 *
 * @param id the header {@code webhook-id}
 * @param type such as {@code user.created}
 * @param lane that of the resource it is about, or null if it names none
 * @param updatedAt the resource's version, or null
 */
public record StandardEvent(
    String id, String type, Instant sentAt, String lane, Instant updatedAt) {

  /**
   * Reads as much of an event as that.
   *
   * @param timestamp the header {@code webhook-timestamp}, already verified
   * @throws pet.domain.DomainException {@code MALFORMED_BODY} if it is not JSON; {@code
   *     INVALID_INPUT} if it is no event
   */
  public static StandardEvent peek(String source, String id, String timestamp, byte[] body) {
    if (!id.matches("[\\x21-\\x7e]{1,200}")) {
      throw new InvalidInput("webhook-id", "must be at most 200 printable characters");
    }
    Payload event = Payload.parse(body);
    String type = event.get("type").neededText();
    if (!type.matches("[A-Za-z0-9_.-]{1,100}")) {
      throw event.get("type").wrong("must be a type such as user.created");
    }
    Payload data = event.get("data");
    return new StandardEvent(
        id,
        type,
        Tolerance.time(timestamp).orElseThrow(),
        lane(source, type, data.get("id")),
        version(data.get("updated_at")));
  }

  /** {@code user.updated} of {@code user_1} stands in line with {@code user.created} of it. */
  private static String lane(String source, String type, Payload id) {
    int dot = type.indexOf('.');
    if (dot < 1 || !id.node().isTextual() || id.node().textValue().length() > 200) {
      return null;
    }
    return source + ":" + type.substring(0, dot) + ":" + id.node().textValue().replace("\0", "");
  }

  /** Clerk's milliseconds since 1970; for the record, so an odd one is no reason to refuse. */
  private static Instant version(Payload updatedAt) {
    boolean millis = updatedAt.node().isIntegralNumber() && updatedAt.node().canConvertToLong();
    long value = millis ? updatedAt.node().longValue() : 0;
    return value > 0 && value < 99_999_999_999_999L ? Instant.ofEpochMilli(value) : null;
  }
}
