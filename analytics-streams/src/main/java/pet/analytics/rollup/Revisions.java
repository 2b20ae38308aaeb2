package pet.analytics.rollup;

import java.nio.ByteBuffer;

/**
 * What is remembered of some revisions of one design, one after the other: of a design that is
 * changed again and again while events of hours are counted, that is written once.
 */
final class Revisions {

  /** So many are remembered together: what is written for one of them stays short. */
  private static final int TOGETHER = 8;

  private static final int HEAD = 2 * Integer.BYTES;

  private static final byte[] NONE = {};

  private Revisions() {}

  /** Under which key a revision is remembered. */
  static String key(String design, int revision) {
    return design + '/' + Math.floorDiv(revision, TOGETHER);
  }

  /**
   * What is remembered of one; null if nothing is.
   *
   * @param together what is under its key; null if nothing is
   */
  static byte[] get(byte[] together, int revision) {
    ByteBuffer in = ByteBuffer.wrap(orNone(together));
    if (!find(in, revision)) {
      return null;
    }
    byte[] found = new byte[in.getInt()];
    in.get(found);
    return found;
  }

  /**
   * The same with one of them remembered anew.
   *
   * @param together what is under its key; null if nothing is
   */
  static byte[] with(byte[] together, int revision, byte[] remembered) {
    byte[] before = orNone(together);
    ByteBuffer in = ByteBuffer.wrap(before);
    int from = before.length;
    int behind = before.length;
    if (find(in, revision)) {
      from = in.position() - Integer.BYTES;
      behind = from + HEAD + in.getInt();
    }
    return ByteBuffer.allocate(from + HEAD + remembered.length + before.length - behind)
        .put(before, 0, from)
        .putInt(revision)
        .putInt(remembered.length)
        .put(remembered)
        .put(before, behind, before.length - behind)
        .array();
  }

  /** Stands before its length then. */
  private static boolean find(ByteBuffer in, int revision) {
    while (in.hasRemaining()) {
      if (in.getInt() == revision) {
        return true;
      }
      int length = in.getInt();
      in.position(in.position() + length);
    }
    return false;
  }

  private static byte[] orNone(byte[] together) {
    return together == null ? NONE : together;
  }
}
