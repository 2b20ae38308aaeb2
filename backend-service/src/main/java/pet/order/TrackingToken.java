package pet.order;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import pet.platform.crypto.Encryption;

/**
 * The content of a tracking link: the order, the expiry and the generation of links, signed with
 * 128 bits of a keyed hash. It cannot be forged, and does not show the order's number.
 *
 * @param generation the order's when it was made: links of an earlier one are revoked
 */
record TrackingToken(UUID orderId, Instant expiresAt, int generation) {

  private static final String PURPOSE = "orders.tracking";
  private static final int CONTENT = 2 * Long.BYTES + Long.BYTES + Integer.BYTES;
  private static final int SEAL = 16;

  /** The text in a link. */
  String text(Encryption encryption) {
    byte[] content =
        ByteBuffer.allocate(CONTENT)
            .putLong(orderId.getMostSignificantBits())
            .putLong(orderId.getLeastSignificantBits())
            .putLong(expiresAt.getEpochSecond())
            .putInt(generation)
            .array();
    byte[] sealed = Arrays.copyOf(content, CONTENT + SEAL);
    System.arraycopy(seals(encryption, content).get(0), 0, sealed, CONTENT, SEAL);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
  }

  /** Reads a token; empty if the signature is not ours or it has expired. */
  static Optional<TrackingToken> read(Encryption encryption, InstantSource clock, String text) {
    byte[] sealed;
    try {
      sealed = Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    if (sealed.length != CONTENT + SEAL) {
      return Optional.empty();
    }
    byte[] content = Arrays.copyOf(sealed, CONTENT);
    byte[] seal = Arrays.copyOfRange(sealed, CONTENT, sealed.length);
    if (seals(encryption, content).stream()
        .noneMatch(ours -> MessageDigest.isEqual(seal, Arrays.copyOf(ours, SEAL)))) {
      return Optional.empty();
    }
    ByteBuffer read = ByteBuffer.wrap(content);
    UUID order = new UUID(read.getLong(), read.getLong());
    Instant expiresAt = Instant.ofEpochSecond(read.getLong());
    return expiresAt.isAfter(clock.instant())
        ? Optional.of(new TrackingToken(order, expiresAt, read.getInt()))
        : Optional.empty();
  }

  private static List<byte[]> seals(Encryption encryption, byte[] content) {
    return encryption.macs(PURPOSE, Base64.getEncoder().encodeToString(content));
  }
}
