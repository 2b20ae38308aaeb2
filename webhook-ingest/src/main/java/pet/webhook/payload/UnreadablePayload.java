package pet.webhook.payload;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Supplier;
import pet.domain.DomainException;

/**
 * What is signed and cannot be read. It is kept all the same: who sent it would give up on it, and
 * what we cannot read today may be replayed tomorrow.
 */
public final class Unreadable {

  /** The topic of what does not say what it is about. No source has one of this name. */
  public static final String TOPIC = "unreadable";

  private Unreadable() {}

  /** A value; null where the payload has none, or a wrong one. */
  public static <T> T orNull(Supplier<T> value) {
    try {
      return value.get();
    } catch (DomainException e) {
      return null;
    }
  }

  /** What makes two deliveries the same one that have no id. */
  public static String bodyKey(byte[] body) {
    try {
      return "body:" + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
