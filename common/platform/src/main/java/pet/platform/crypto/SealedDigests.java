package pet.platform.crypto;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Knows a text again that is not kept. Beside its keyed hash lies its digest, encrypted: from that
 * the hash can be made anew under another key, and the text cannot.
 */
public final class SealedDigests {

  private final Encryption encryption;
  private final String purpose;

  public SealedDigests(Encryption encryption, String purpose) {
    this.encryption = encryption;
    this.purpose = purpose;
  }

  /** The text's digest, encrypted. */
  public byte[] seal(String text) {
    return encryption.encrypt(purpose, digest(text));
  }

  /** As which a text is kept from now on. */
  public byte[] hash(String text) {
    return encryption.hash(purpose, hashed(digest(text)));
  }

  /** As which a text may be kept. */
  public List<byte[]> hashes(String text) {
    return encryption.hashes(purpose, hashed(digest(text)));
  }

  /** Where they lie, for {@link KeyRotation}. */
  public static SealedColumns columns(
      String table, String key, String cipherColumn, String hashColumn, String purpose) {
    return SealedColumns.of(table, key)
        .cipher(cipherColumn, purpose)
        .hash(hashColumn, purpose, SealedDigests::hashed);
  }

  private static String hashed(byte[] digest) {
    return HexFormat.of().formatHex(digest);
  }

  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
