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

  byte[] encrypt(String email) {
    return email == null
        ? null
        : encryption.encrypt(PURPOSE, email.getBytes(StandardCharsets.UTF_8));
  }

  /** The same for an address however it is cased or padded; null for null. */
  byte[] hash(String email) {
    return email == null ? null : encryption.hash(PURPOSE, email.strip().toLowerCase(Locale.ROOT));
  }
}
