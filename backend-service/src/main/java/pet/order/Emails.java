package pet.order;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import pet.platform.crypto.Encryption;

/** How an order keeps its customer's address: encrypted, and a keyed hash to find it by. */
final class Emails {

  private static final String PURPOSE = "orders.email";

  private final Encryption encryption;

  Emails(Encryption encryption) {
    this.encryption = encryption;
  }

  /** Null for null, and for a blank: it is nobody's. */
  byte[] encrypt(String email) {
    return isAbsent(email)
        ? null
        : encryption.encrypt(PURPOSE, email.getBytes(StandardCharsets.UTF_8));
  }

  /** Null for null. */
  String decrypt(byte[] cipher) {
    return cipher == null
        ? null
        : new String(encryption.decrypt(PURPOSE, cipher), StandardCharsets.UTF_8);
  }

  /** The same for an address however it is cased or padded; null for null or a blank. */
  byte[] hash(String email) {
    return isAbsent(email)
        ? null
        : encryption.hash(PURPOSE, email.strip().toLowerCase(Locale.ROOT));
  }

  private static boolean isAbsent(String email) {
    return email == null || email.isBlank();
  }
}
