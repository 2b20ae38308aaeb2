package pet.builder.preview.image;

import java.util.Arrays;

/** Bytes filled from their lowest bit, as deflate and WebP want them. */
final class BitWriter {

  private byte[] bytes;
  private int size;
  private long pending;
  private int count;

  BitWriter(int capacity) {
    bytes = new byte[Math.max(64, capacity)];
  }

  /** The lowest bits of a value, at most 32. */
  void bits(int value, int length) {
    pending |= (value & 0xffffffffL) << count;
    count += length;
    while (count >= 8) {
      raw((int) pending);
      pending >>>= 8;
      count -= 8;
    }
  }

  /** Fills the byte that was begun. */
  void align() {
    if (count > 0) {
      raw((int) pending);
    }
    pending = 0;
    count = 0;
  }

  /** A byte, to be written where a byte begins. */
  void raw(int value) {
    if (size == bytes.length) {
      bytes = Arrays.copyOf(bytes, size * 2);
    }
    bytes[size++] = (byte) value;
  }

  /** Bytes of plain ASCII. */
  void ascii(String text) {
    for (int i = 0; i < text.length(); i++) {
      raw(text.charAt(i));
    }
  }

  void bigEndian(int value) {
    for (int shift = 24; shift >= 0; shift -= 8) {
      raw(value >> shift);
    }
  }

  void littleEndian(int value) {
    for (int shift = 0; shift < 32; shift += 8) {
      raw(value >> shift);
    }
  }

  int size() {
    return size;
  }

  /** What was written so far; not a copy. */
  byte[] buffer() {
    return bytes;
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }
}
