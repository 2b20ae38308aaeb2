package pet.builder.preview.image;

import java.util.Arrays;

/**
 * A canonical Huffman code of limited length, from how often each symbol is used. What deflate and
 * WebP have in common.
 */
final class PrefixCode {

  private final int[] lengths;
  private final int[] codes;

  private PrefixCode(int[] lengths) {
    this.lengths = lengths;
    codes = canonical(lengths);
  }

  /**
   * A complete code: with fewer than two symbols in use, unused ones get a place in it.
   *
   * @param longest how many bits a symbol may take
   */
  static PrefixCode of(int[] counts, int longest) {
    int[] weights = counts.clone();
    for (int i = 0; used(weights) < 2; i++) {
      weights[i] = Math.max(1, weights[i]);
    }
    int[] lengths = lengths(weights);
    // Flatter weights make a flatter tree; soon all are alike.
    while (Arrays.stream(lengths).max().orElse(0) > longest) {
      for (int i = 0; i < weights.length; i++) {
        weights[i] = weights[i] == 0 ? 0 : (weights[i] >> 1) | 1;
      }
      lengths = lengths(weights);
    }
    return new PrefixCode(lengths);
  }

  private static int used(int[] counts) {
    return (int) Arrays.stream(counts).filter(count -> count > 0).count();
  }

  /** Huffman's tree by two queues: leaves by weight, and inner nodes as they come. */
  private static int[] lengths(int[] weights) {
    long[] leaves = new long[used(weights)];
    int n = 0;
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] > 0) {
        leaves[n++] = (long) weights[i] << 12 | i;
      }
    }
    Arrays.sort(leaves);
    long[] weight = new long[2 * n - 1];
    int[] parent = new int[2 * n - 1];
    for (int i = 0; i < n; i++) {
      weight[i] = leaves[i] >> 12;
    }
    int leaf = 0;
    int inner = n;
    for (int next = n; next < 2 * n - 1; next++) {
      for (int child = 0; child < 2; child++) {
        boolean takeLeaf = leaf < n && (inner >= next || weight[leaf] <= weight[inner]);
        int taken = takeLeaf ? leaf++ : inner++;
        weight[next] += weight[taken];
        parent[taken] = next;
      }
    }
    int[] depth = new int[2 * n - 1];
    int[] lengths = new int[weights.length];
    for (int i = 2 * n - 3; i >= 0; i--) {
      depth[i] = depth[parent[i]] + 1;
      if (i < n) {
        lengths[(int) (leaves[i] & 0xfff)] = depth[i];
      }
    }
    return lengths;
  }

  /** Codes in the order of length and symbol, their first bit lowest. */
  private static int[] canonical(int[] lengths) {
    int[] codes = new int[lengths.length];
    int code = 0;
    for (int length = 1; length <= 15; length++) {
      for (int i = 0; i < lengths.length; i++) {
        if (lengths[i] == length) {
          codes[i] = Integer.reverse(code) >>> (32 - length);
          code++;
        }
      }
      code <<= 1;
    }
    return codes;
  }

  int[] lengths() {
    return lengths;
  }

  void write(BitWriter out, int symbol) {
    out.bits(codes[symbol], lengths[symbol]);
  }
}
