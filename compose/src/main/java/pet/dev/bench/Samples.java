package pet.dev.bench;

import java.util.Arrays;

/** Latencies of one kind of call. */
final class Samples {

  private long[] nanos = new long[1024];
  private int size;

  synchronized void add(long took) {
    if (size == nanos.length) {
      nanos = Arrays.copyOf(nanos, size * 2);
    }
    nanos[size++] = took;
  }

  synchronized int size() {
    return size;
  }

  /** In milliseconds. */
  synchronized double at(double quantile) {
    if (size == 0) {
      throw new IllegalStateException("nothing was measured");
    }
    long[] sorted = Arrays.copyOf(nanos, size);
    Arrays.sort(sorted);
    int index = (int) Math.ceil(quantile * size) - 1;
    return sorted[Math.max(0, index)] / 1e6;
  }
}
