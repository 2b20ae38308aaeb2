package pet.domain;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.UUID;

/** A place in a list, newest first: behind the one that was created then. Opaque to clients. */
public record Cursor(Instant createdAt, UUID id) {

  /** Before the first one. */
  public static final Cursor START =
      new Cursor(Instant.parse("9999-12-31T00:00:00Z"), new UUID(-1, -1));

  private static final int BYTES = 3 * Long.BYTES;
  private static final long LATEST = START.micros();

  /**
   * Reads a cursor.
   *
   * @param text a cursor that a list gave, or null for the start
   * @throws InvalidInput if it is no such thing
   */
  public static Cursor parse(String text) {
    if (text == null) {
      return START;
    }
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      if (bytes.length == BYTES) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        long micros = buffer.getLong();
        // Beyond it, PostgreSQL has no time.
        if (micros >= 0 && micros <= LATEST) {
          return new Cursor(
              Instant.EPOCH.plus(micros, ChronoUnit.MICROS),
              new UUID(buffer.getLong(), buffer.getLong()));
        }
      }
    } catch (IllegalArgumentException e) {
      // Not Base64: refused like any other that is not ours.
    }
    throw new InvalidInput("cursor", "must be the nextCursor of a list");
  }

  /** As clients see it: nothing to read. */
  public String text() {
    byte[] bytes =
        ByteBuffer.allocate(BYTES)
            .putLong(micros())
            .putLong(id.getMostSignificantBits())
            .putLong(id.getLeastSignificantBits())
            .array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Not by ChronoUnit.between, which counts nanoseconds and runs over after 292 years. */
  private long micros() {
    return Math.addExact(
        Math.multiplyExact(createdAt.getEpochSecond(), 1_000_000L), createdAt.getNano() / 1_000);
  }
}
