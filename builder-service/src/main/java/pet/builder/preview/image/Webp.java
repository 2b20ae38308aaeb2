package pet.builder.preview.image;

import java.util.Arrays;

/**
 * Lossless WebP (RFC 9649, section 3): each pixel is told by how it differs from the one above, and
 * runs of what is alike in one piece.
 */
public final class Webp {

  private static final int[] ORDER = {
    17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
  };
  private static final int PREDICTOR = 0;
  private static final int SUBTRACT_GREEN = 2;
  private static final int ABOVE = 2;
  // One mode for the whole picture, in blocks as large as there are.
  private static final int BLOCK_BITS = 9;
  private static final int SHORTEST = 3;
  private static final int LONGEST = 4096;

  /** The distance of one pixel to the left. */
  private static final int LEFT = 1;

  private static final int LENGTHS = 24;
  private static final int DISTANCES = 40;

  private Webp() {}

  public static byte[] of(Pixels pixels) {
    int size = pixels.size();
    BitWriter out = new BitWriter(size * size / 2);
    out.ascii("RIFF");
    out.littleEndian(0);
    out.ascii("WEBPVP8L");
    out.littleEndian(0);
    int begin = out.size();
    out.raw(0x2f);
    out.bits(size - 1, 14);
    out.bits(size - 1, 14);
    // No transparency; version 0.
    out.bits(0, 4);
    transforms(out);
    // No cache of colors, and the same codes everywhere.
    out.bits(0, 2);
    picture(out, residuals(pixels));
    out.align();
    int length = out.size() - begin;
    if (length % 2 == 1) {
      out.raw(0);
    }
    littleEndian(out.buffer(), begin - 4, length);
    littleEndian(out.buffer(), 4, out.size() - 8);
    return out.toBytes();
  }

  private static void transforms(BitWriter out) {
    out.bits(1, 1);
    out.bits(SUBTRACT_GREEN, 2);
    out.bits(1, 1);
    out.bits(PREDICTOR, 2);
    out.bits(BLOCK_BITS - 2, 3);
    // A picture of modes that are all the same takes no bits: its codes have one symbol each.
    out.bits(0, 1);
    single(out, ABOVE);
    for (int i = 0; i < 4; i++) {
      single(out, 0);
    }
    out.bits(0, 1);
  }

  private static void single(BitWriter out, int symbol) {
    out.bits(0b101, 3);
    out.bits(symbol, 8);
  }

  /** Green, and red and blue less green; then each pixel less the one above it. */
  private static int[] residuals(Pixels pixels) {
    int size = pixels.size();
    int[] rgb = pixels.rgb();
    int[] residuals = new int[rgb.length];
    for (int i = 0; i < rgb.length; i++) {
      // The format's rule for the upper row and the left column: from the left, and from above.
      int near = i == 0 ? 0 : i < size ? plain(rgb[i - 1]) : plain(rgb[i - size]);
      residuals[i] = minus(plain(rgb[i]), near);
    }
    return residuals;
  }

  private static int plain(int rgb) {
    int green = rgb >> 8 & 0xff;
    return ((rgb >> 16) - green & 0xff) << 16 | green << 8 | (rgb - green & 0xff);
  }

  private static int minus(int color, int near) {
    int red = (color >> 16) - (near >> 16) & 0xff;
    int green = (color >> 8) - (near >> 8) & 0xff;
    return red << 16 | green << 8 | (color - near & 0xff);
  }

  private static void picture(BitWriter out, int[] residuals) {
    int[] green = new int[256 + LENGTHS];
    int[] red = new int[256];
    int[] blue = new int[256];
    count(residuals, green, red, blue);
    PrefixCode greens = code(out, green);
    PrefixCode reds = code(out, red);
    PrefixCode blues = code(out, blue);
    // Nothing is transparent: the first residual is opaque, for the format says so of its
    // neighbour.
    single(out, 0);
    int[] distance = new int[DISTANCES];
    Arrays.fill(distance, 0, 2, 1);
    PrefixCode distances = code(out, distance);
    int i = 0;
    while (i < residuals.length) {
      int run = run(residuals, i);
      if (run > 0) {
        length(out, greens, run);
        distances.write(out, LEFT);
        i += run;
      } else {
        int color = residuals[i++];
        greens.write(out, color >> 8 & 0xff);
        reds.write(out, color >> 16);
        blues.write(out, color & 0xff);
      }
    }
  }

  private static void count(int[] residuals, int[] green, int[] red, int[] blue) {
    int i = 0;
    while (i < residuals.length) {
      int run = run(residuals, i);
      if (run > 0) {
        green[256 + lengthSymbol(run)]++;
        i += run;
      } else {
        int color = residuals[i++];
        green[color >> 8 & 0xff]++;
        red[color >> 16]++;
        blue[color & 0xff]++;
      }
    }
  }

  private static PrefixCode code(BitWriter out, int[] counts) {
    PrefixCode code = PrefixCode.of(counts, 15);
    CodeLengths lengths = new CodeLengths(ORDER, code.lengths());
    out.bits(0, 1);
    out.bits(lengths.orderLength() - 4, 4);
    lengths.writeOrder(out);
    out.bits(0, 1);
    lengths.writeLengths(out);
    return code;
  }

  private static int run(int[] residuals, int from) {
    if (from == 0 || residuals[from] != residuals[from - 1]) {
      return 0;
    }
    int end = Math.min(residuals.length, from + LONGEST);
    int i = from + 1;
    while (i < end && residuals[i] == residuals[from]) {
      i++;
    }
    return i - from >= SHORTEST ? i - from : 0;
  }

  private static int lengthSymbol(int length) {
    int value = length - 1;
    if (value < 4) {
      return value;
    }
    int high = 31 - Integer.numberOfLeadingZeros(value);
    return 2 * high + (value >> (high - 1) & 1);
  }

  private static void length(BitWriter out, PrefixCode greens, int length) {
    int symbol = lengthSymbol(length);
    greens.write(out, 256 + symbol);
    if (symbol >= 4) {
      int extra = (symbol >> 1) - 1;
      out.bits(length - 1 & (1 << extra) - 1, extra);
    }
  }

  private static void littleEndian(byte[] bytes, int at, int value) {
    for (int i = 0; i < 4; i++) {
      bytes[at + i] = (byte) (value >> (8 * i));
    }
  }
}
