package pet.builder.preview.image;

import java.util.Arrays;

/**
 * The lengths of a prefix code as deflate and WebP write them: themselves prefix-coded, with runs.
 * The two differ in the order of a few numbers, and in no more.
 */
final class CodeLengths {

  private static final int ZEROS = 17;
  private static final int MANY_ZEROS = 18;

  private final int[] order;
  private final int[] symbols;
  private final int[] extras;
  private int size;
  private final int[] counts = new int[19];
  private PrefixCode code;

  CodeLengths(int[] order, int[]... tables) {
    this.order = order;
    int total = Arrays.stream(tables).mapToInt(table -> table.length).sum();
    int[] lengths = new int[total];
    int at = 0;
    for (int[] table : tables) {
      System.arraycopy(table, 0, lengths, at, table.length);
      at += table.length;
    }
    symbols = new int[total];
    extras = new int[total];
    collect(lengths);
    code = PrefixCode.of(counts, 7);
  }

  /** Only zeros come in runs worth a symbol of their own. */
  private void collect(int[] lengths) {
    int i = 0;
    while (i < lengths.length) {
      int run = 0;
      while (i + run < lengths.length && lengths[i + run] == 0 && run < 138) {
        run++;
      }
      if (run >= 11) {
        add(MANY_ZEROS, run - 11);
      } else if (run >= 3) {
        add(ZEROS, run - 3);
      } else {
        add(lengths[i], 0);
        run = 1;
      }
      i += run;
    }
  }

  private void add(int symbol, int extra) {
    symbols[size] = symbol;
    extras[size++] = extra;
    counts[symbol]++;
  }

  /** How many numbers of {@link #order} there are to be written. */
  int orderLength() {
    int last = order.length;
    while (last > 4 && code.lengths()[order[last - 1]] == 0) {
      last--;
    }
    return last;
  }

  void writeOrder(BitWriter out) {
    for (int i = 0; i < orderLength(); i++) {
      out.bits(code.lengths()[order[i]], 3);
    }
  }

  void writeLengths(BitWriter out) {
    for (int i = 0; i < size; i++) {
      code.write(out, symbols[i]);
      if (symbols[i] == ZEROS) {
        out.bits(extras[i], 3);
      } else if (symbols[i] == MANY_ZEROS) {
        out.bits(extras[i], 7);
      }
    }
  }
}
