package pet.order;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import pet.platform.crypto.Encryption;
import pet.platform.crypto.SealedColumns;

/** Stores a customer's address: encrypted, with a keyed hash to look it up by. */
final class Emails {

  private static final String PURPOSE = "orders.email";

  /** The columns of addresses. */
  static final SealedColumns COLUMNS =
      SealedColumns.of("orders", "id")
          .cipher("email_cipher", PURPOSE)
          .hash("email_hash", PURPOSE, plain -> hashed(new String(plain, StandardCharsets.UTF_8)));

  private final Encryption encryption;

  Emails(Encryption encryption) {
    this.encryption = encryption;
  }

  /** Null for null and for a blank address. */
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

  /** The hashes of an address under each key, to look it up by; none for null or a blank one. */
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
