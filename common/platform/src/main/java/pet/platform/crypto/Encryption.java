package pet.platform.crypto;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keeps people's data unreadable at rest: AES-256-GCM for what is read back, HMAC-SHA256 for what
 * is only looked up. The keys are derived from one, per purpose, so that a value cannot be moved
 * from one column to another.
 */
public final class Encryption {

  // First byte of every ciphertext: which key it was made with. Rotation adds the next.
  private static final byte KEY_VERSION = 1;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final byte[] master;
  private final SecureRandom random = new SecureRandom();

  /**
   * @throws IllegalArgumentException if the key is not 32 bytes in Base64
   */
  public Encryption(EncryptionSettings settings) {
    master = decode(settings);
  }

  private static byte[] decode(EncryptionSettings settings) {
    byte[] key;
    try {
      key = Base64.getDecoder().decode(settings.key().value());
    } catch (IllegalArgumentException e) {
      key = new byte[0];
    }
    if (key.length != 32) {
      throw new IllegalArgumentException("setting encryption.key must be 32 bytes in Base64");
    }
    return key;
  }

  /**
   * Encrypts for one purpose, such as {@code orders.email}.
   *
   * @return key version, nonce, ciphertext and tag
   */
  public byte[] encrypt(String purpose, byte[] plain) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    byte[] sealed = crypt(Cipher.ENCRYPT_MODE, purpose, nonce, plain);
    return ByteBuffer.allocate(1 + NONCE_BYTES + sealed.length)
        .put(KEY_VERSION)
        .put(nonce)
        .put(sealed)
        .array();
  }

  /** Decrypts what {@link #encrypt} made for the same purpose. */
  public byte[] decrypt(String purpose, byte[] sealed) {
    ByteBuffer buffer = ByteBuffer.wrap(sealed);
    byte version = buffer.get();
    if (version != KEY_VERSION) {
      throw new IllegalStateException("encrypted with unknown key version " + version);
    }
    byte[] nonce = new byte[NONCE_BYTES];
    buffer.get(nonce);
    byte[] rest = new byte[buffer.remaining()];
    buffer.get(rest);
    return crypt(Cipher.DECRYPT_MODE, purpose, nonce, rest);
  }

  /** A keyed hash for look-ups: the same text gives the same bytes, and nothing else is told. */
  public byte[] hash(String purpose, String text) {
    return hmac(hmac(master, "hash:" + purpose), text);
  }

  private byte[] crypt(int mode, String purpose, byte[] nonce, byte[] input) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      SecretKeySpec key = new SecretKeySpec(hmac(master, "encrypt:" + purpose), "AES");
      cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
      return cipher.doFinal(input);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot encrypt or decrypt " + purpose, e);
    }
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
