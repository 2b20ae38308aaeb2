package pet.webhook.standard;

import java.time.Instant;
import pet.webhook.payload.Payload;
import pet.webhook.payload.UnreadablePayload;
import pet.webhook.signature.Tolerance;

/**
 * An event as far as it is understood before it is stored.
 *
 * @param id the header {@code webhook-id}; null if it can be none
 * @param type such as {@code user.created}; {@link UnreadablePayload#TOPIC} if it does not say
 * @param lane that of the resource it is about, or null if it names none
 * @param updatedAt the resource's version, or null
 */
public record StandardEvent(
    String id, String type, Instant sentAt, String lane, Instant updatedAt) {

  /**
   * Reads as much of an event as that; what is wrong with it is told when it is processed.
   *
   * @param timestamp the header {@code webhook-timestamp}, already verified
   */
  public static StandardEvent peek(String source, String id, String timestamp, byte[] body) {
    String usable = id.matches("[\\x21-\\x7e]{1,200}") ? id : null;
    Instant sentAt = Tolerance.time(timestamp).orElseThrow();
    Payload event = UnreadablePayload.orNull(() -> Payload.parse(body));
    String type =
        event == null ? null : UnreadablePayload.orNull(() -> event.get("type").neededText());
    if (type == null || !type.matches("[A-Za-z0-9_.-]{1,100}")) {
      return new StandardEvent(usable, UnreadablePayload.TOPIC, sentAt, null, null);
    }
    Payload data = event.get("data");
    return new StandardEvent(
        usable, type, sentAt, lane(source, type, data.get("id")), version(data.get("updated_at")));
  }

  /** What makes two deliveries the same one. */
  public String dedupeKey(byte[] body) {
    return id == null ? UnreadablePayload.bodyKey(body) : "webhook:" + id;
  }

  /** {@code user.updated} of {@code user_1} stands in line with {@code user.created} of it. */
  private static String lane(String source, String type, Payload id) {
    int dot = type.indexOf('.');
    if (dot < 1 || !id.node().isTextual() || id.node().textValue().length() > 200) {
      return null;
    }
    return lane(source, type.substring(0, dot), id.node().textValue().replace("\0", ""));
  }

  /** The lane of what a source tells of a user. */
  public static String laneOfUser(String source, String userId) {
    return lane(source, "user", userId);
  }

  private static String lane(String source, String kind, String id) {
    return source + ":" + kind + ":" + id;
  }

  /** Clerk's milliseconds since 1970; for the record, so an odd one is no reason to refuse. */
  private static Instant version(Payload updatedAt) {
    boolean millis = updatedAt.node().isIntegralNumber() && updatedAt.node().canConvertToLong();
    long value = millis ? updatedAt.node().longValue() : 0;
    return value > 0 && value < 99_999_999_999_999L ? Instant.ofEpochMilli(value) : null;
  }
}
