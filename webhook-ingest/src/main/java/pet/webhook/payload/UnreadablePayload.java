package pet.webhook.payload;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Supplier;
import pet.domain.DomainException;

/**
 * Payloads with a valid signature that cannot be read. They are stored all the same: a sender gives
 * up on what is refused, and what cannot be read today may be replayed after a fix.
 */
public final class UnreadablePayload {

  /** The topic of a delivery whose payload names none. No source has a topic of this name. */
  public static final String TOPIC = "unreadable";

  private UnreadablePayload() {}

  /** A value; null where the payload has none, or a wrong one. */
  public static <T> T orNull(Supplier<T> value) {
    try {
      return value.get();
    } catch (DomainException e) {
      return null;
    }
  }

  /** The deduplication key of a delivery without an id. */
  public static String bodyKey(byte[] body) {
    try {
      return "body:" + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
