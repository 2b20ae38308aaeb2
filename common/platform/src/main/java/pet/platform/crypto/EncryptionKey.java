package pet.platform.crypto;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * One of the keys that the setting holds, known by its version for as long as anything is under it.
 * What it does is done with keys that are derived from it, one for each purpose.
 */
final class EncryptionKey {

  /** A key without a version is the first: there were no versions then. */
  static final int FIRST_VERSION = 1;

  private static final int LAST_VERSION = Byte.MAX_VALUE;
  private static final int BYTES = 32;
  private static final String HMAC = "HmacSHA256";
  private static final String SETTING = "setting encryption.key (PET_ENCRYPTION_KEY)";

  private final int version;
  private final byte[] master;
  private final Map<String, SecretKeySpec> ciphers = new ConcurrentHashMap<>();

  /** Ready to be copied, which takes half as long as to make one. */
  private final Map<String, Mac> macs = new ConcurrentHashMap<>();

  private EncryptionKey(int version, byte[] master) {
    this.version = version;
    this.master = master;
  }

  /**
   * Reads the setting.
   *
   * @throws IllegalArgumentException if it does not hold keys; its words do not hold them either
   */
  static List<EncryptionKey> read(String setting) {
    List<EncryptionKey> keys = new ArrayList<>();
    Map<Integer, Integer> places = new HashMap<>();
    for (String text : setting.split(",", -1)) {
      EncryptionKey key = read(text.strip(), keys.size() + 1);
      Integer other = places.putIfAbsent(key.version, keys.size() + 1);
      if (other != null) {
        throw wrong(
            keys.size() + 1,
            "has version " + key.version + ", as key " + other + " has: a new key has a new one");
      }
      keys.add(key);
    }
    return List.copyOf(keys);
  }

  private static EncryptionKey read(String text, int place) {
    int colon = text.indexOf(':');
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(text.substring(colon + 1));
    } catch (IllegalArgumentException e) {
      bytes = new byte[0];
    }
    if (bytes.length != BYTES) {
      throw wrong(place, "must be 32 bytes in Base64, with its version in front, such as 2:...");
    }
    return new EncryptionKey(
        colon < 0 ? FIRST_VERSION : version(text.substring(0, colon), place), bytes);
  }

  private static int version(String text, int place) {
    try {
      int version = Integer.parseInt(text);
      if (version >= FIRST_VERSION && version <= LAST_VERSION) {
        return version;
      }
    } catch (NumberFormatException e) {
      // Told below, without the text: it may be a part of the key.
    }
    throw wrong(place, "must have a version from 1 to " + LAST_VERSION + " in front of its colon");
  }

  private static IllegalArgumentException wrong(int place, String words) {
    return new IllegalArgumentException(SETTING + ": key " + place + " " + words);
  }

  int version() {
    return version;
  }

  /** How many different bytes it has: a random one has some thirty. */
  long variety() {
    boolean[] seen = new boolean[256];
    int different = 0;
    for (byte b : master) {
      if (!seen[b & 0xff]) {
        seen[b & 0xff] = true;
        different++;
      }
    }
    return different;
  }

  /** The key that encrypts for a purpose. */
  SecretKeySpec cipher(String purpose) {
    return ciphers.computeIfAbsent(
        purpose, name -> new SecretKeySpec(derived("encrypt:" + name), "AES"));
  }

  /** A keyed hash for a purpose. */
  byte[] mac(String purpose, String text) {
    return hash(macs.computeIfAbsent(purpose, name -> macOf(derived("hash:" + name))), text);
  }

  private byte[] derived(String label) {
    return hash(macOf(master), label);
  }

  /** By which two processes know that they have the same key. */
  byte[] fingerprint() {
    return Arrays.copyOf(mac("fingerprint", ""), 16);
  }

  private static Mac macOf(byte[] key) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key, HMAC));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Of a copy: it has a state. */
  private static byte[] hash(Mac mac, String text) {
    try {
      return ((Mac) mac.clone()).doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException(e);
    }
  }
}
