package pet.analytics.rollup;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** A set of hashes of 128 bits that takes little more than their bytes, in the order of coming. */
final class IdSet {

  private static final int FIRST = 16;

  /** The hashes, two longs each. */
  private long[] ids = new long[2 * FIRST];

  /** An open table of places in {@link #ids}, counted from one; zero is free. */
  private int[] table = new int[2 * FIRST];

  private int size;

  int size() {
    return size;
  }

  boolean contains(long high, long low) {
    return table[slot(high, low)] != 0;
  }

  /** Says whether it was new. */
  boolean add(long high, long low) {
    int slot = slot(high, low);
    if (table[slot] != 0) {
      return false;
    }
    if (2 * size == ids.length) {
      ids = Arrays.copyOf(ids, 2 * ids.length);
      table = new int[ids.length];
      for (int i = 0; i < size; i++) {
        table[slot(ids[2 * i], ids[2 * i + 1])] = i + 1;
      }
      slot = slot(high, low);
    }
    ids[2 * size] = high;
    ids[2 * size + 1] = low;
    size++;
    table[slot] = size;
    return true;
  }

  /** Those from the n-th on, 16 bytes each. */
  byte[] bytes(int from) {
    ByteBuffer bytes = ByteBuffer.allocate(2 * Long.BYTES * (size - from));
    bytes.asLongBuffer().put(ids, 2 * from, 2 * (size - from));
    return bytes.array();
  }

  /** Where it is, or where it would go: at least half of the table is free. */
  private int slot(long high, long low) {
    int mask = table.length - 1;
    int slot = (int) low & mask;
    while (table[slot] != 0) {
      int at = 2 * (table[slot] - 1);
      if (ids[at] == high && ids[at + 1] == low) {
        return slot;
      }
      slot = (slot + 1) & mask;
    }
    return slot;
  }
}
