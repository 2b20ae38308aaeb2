package pet.order;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import pet.platform.crypto.Encryption;
import pet.platform.crypto.SealedColumns;

/** How an order keeps its customer's address: encrypted, and a keyed hash to find it by. */
final class Emails {

  private static final String PURPOSE = "orders.email";

  /** Where they lie. */
  static final SealedColumns COLUMNS =
      SealedColumns.of("orders", "id")
          .cipher("email_cipher", PURPOSE)
          .hash("email_hash", PURPOSE, plain -> hashed(new String(plain, StandardCharsets.UTF_8)));

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
    return isAbsent(email) ? null : encryption.hash(PURPOSE, hashed(email));
  }

  /** Those by which an address may be found, under each key; none for null or a blank. */
  List<byte[]> hashes(String email) {
    return isAbsent(email) ? List.of() : encryption.hashes(PURPOSE, hashed(email));
  }

  private static String hashed(String email) {
    return email.strip().toLowerCase(Locale.ROOT);
  }

  private static boolean isAbsent(String email) {
    return email == null || email.isBlank();
  }
}
