package pet.order;

import java.security.SecureRandom;

/** Public ids: {@code HH-} and 80 random bits in an alphabet without look-alikes. */
final class MaskedId {

  private static final String ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
  private static final int CHARACTERS = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  private MaskedId() {}

  static String next() {
    StringBuilder id = new StringBuilder("HH-");
    for (int i = 0; i < CHARACTERS; i++) {
      id.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
    }
    return id.toString();
  }
}
