package pet.webhook.signature;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.List;
import java.util.OptionalInt;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The active HMAC-SHA256 secrets of a source. */
public final class HmacSecrets {

  private static final String ALGORITHM = "HmacSHA256";

  /** Ready to be copied, which takes half as long as to make one. */
  private final List<Mac> macs;

  /**
   * Signatures by these keys are good.
   *
   * @param keys newest first
   */
  public HmacSecrets(List<byte[]> keys) {
    macs = keys.stream().map(HmacSecrets::macOf).toList();
  }

  /**
   * Which secret made one of the signatures. Takes as long whichever it is, and whether one is.
   *
   * @param signatures what was sent, decoded
   * @param message the signed bytes, in parts
   * @return the secret's index; empty if none did
   */
  public OptionalInt match(List<byte[]> signatures, byte[]... message) {
    OptionalInt match = OptionalInt.empty();
    for (int i = 0; i < macs.size(); i++) {
      byte[] expected = hmac(macs.get(i), message);
      for (byte[] signature : signatures) {
        boolean same = MessageDigest.isEqual(expected, signature);
        if (same && match.isEmpty()) {
          match = OptionalInt.of(i);
        }
      }
    }
    return match;
  }

  private static Mac macOf(byte[] key) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] hmac(Mac ready, byte[]... message) {
    try {
      Mac mac = (Mac) ready.clone();
      for (byte[] part : message) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException(e);
    }
  }
}
