package pet.platform.crypto;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps people's data unreadable at rest: AES-256-GCM for what is read back, HMAC-SHA256 for what
 * is only looked up. The keys are derived from one, per purpose, so that a value cannot be moved
 * from one column to another.
 *
 * <p>There may be several: the first writes, all read. A ciphertext tells its key's version, and so
 * does a hash, so that {@link KeyRotation} can bring both under the first one.
 */
public final class Encryption {

  private static final Logger LOG = LoggerFactory.getLogger(Encryption.class);

  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final Map<Integer, EncryptionKey> keys = new LinkedHashMap<>();
  private final EncryptionKey writing;
  private final SecureRandom random = new SecureRandom();
  private final Set<Integer> missing = ConcurrentHashMap.newKeySet();

  /**
   * @throws IllegalArgumentException if the setting does not hold keys
   */
  public Encryption(EncryptionSettings settings) {
    List<EncryptionKey> read = settings.keys();
    read.forEach(key -> keys.put(key.version(), key));
    writing = read.get(0);
  }

  /**
   * Encrypts for one purpose, such as {@code orders.email}.
   *
   * @return key version, nonce, ciphertext and tag
   */
  public byte[] encrypt(String purpose, byte[] plain) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    byte[] sealed = crypt(Cipher.ENCRYPT_MODE, writing, purpose, nonce, plain);
    return ByteBuffer.allocate(1 + NONCE_BYTES + sealed.length)
        .put((byte) writing.version())
        .put(nonce)
        .put(sealed)
        .array();
  }

  /**
   * Decrypts what {@link #encrypt} made for the same purpose.
   *
   * @throws MissingKeyException if it is under none of our keys
   */
  public byte[] decrypt(String purpose, byte[] sealed) {
    ByteBuffer buffer = ByteBuffer.wrap(sealed);
    EncryptionKey key = key(buffer.get());
    byte[] nonce = new byte[NONCE_BYTES];
    buffer.get(nonce);
    byte[] rest = new byte[buffer.remaining()];
    buffer.get(rest);
    return crypt(Cipher.DECRYPT_MODE, key, purpose, nonce, rest);
  }

  private EncryptionKey key(int version) {
    EncryptionKey key = keys.get(version);
    if (key != null) {
      return key;
    }
    if (missing.add(version)) {
      LOG.error(
          "data is encrypted under key {}, which encryption.key (PET_ENCRYPTION_KEY) does not hold",
          version);
    }
    throw new MissingKeyException(version);
  }

  /**
   * A keyed hash to keep: the same text gives the same bytes as long as the same key writes, and
   * nothing else is told. In front is its key's version; that of the first has none, as from before
   * there were versions.
   */
  public byte[] hash(String purpose, String text) {
    return hash(writing, purpose, text);
  }

  /** The keyed hashes under which a text may be kept: of each key, the one that writes first. */
  public List<byte[]> hashes(String purpose, String text) {
    return keys.values().stream().map(key -> hash(key, purpose, text)).toList();
  }

  /** Whether a hash that is kept is of that text. */
  public boolean isHash(byte[] kept, String purpose, String text) {
    return hashes(purpose, text).stream().anyMatch(hash -> Arrays.equals(hash, kept));
  }

  private static byte[] hash(EncryptionKey key, String purpose, String text) {
    byte[] mac = key.mac(purpose, text);
    return key.version() == EncryptionKey.FIRST_VERSION
        ? mac
        : ByteBuffer.allocate(1 + mac.length).put((byte) key.version()).put(mac).array();
  }

  /**
   * 32 bytes of each key, the one that writes first, by which something that is given out is known
   * to be ours: the first makes it, all are tried on what comes back.
   */
  public List<byte[]> macs(String purpose, String text) {
    return keys.values().stream().map(key -> key.mac(purpose, text)).toList();
  }

  /** The version of the key that writes. */
  int version() {
    return writing.version();
  }

  /** Versions of all keys. */
  Set<Integer> versions() {
    return Set.copyOf(keys.keySet());
  }

  byte[] fingerprint(int version) {
    return keys.get(version).fingerprint();
  }

  private static byte[] crypt(
      int mode, EncryptionKey key, String purpose, byte[] nonce, byte[] input) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, key.cipher(purpose), new GCMParameterSpec(TAG_BITS, nonce));
      return cipher.doFinal(input);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot encrypt or decrypt " + purpose, e);
    }
  }
}
