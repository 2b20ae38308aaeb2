package pet.dev.demo;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.LongStream;

/** How long something took, many times. */
public final class Latencies {

  private final ConcurrentLinkedQueue<Long> nanos = new ConcurrentLinkedQueue<>();

  /** In milliseconds. */
  public record Summary(int count, double p50, double p99, double max) {

    @Override
    public String toString() {
      return "p50 %.1f ms, p99 %.1f ms, most %.1f ms".formatted(p50, p99, max);
    }
  }

  void record(long tookNanos) {
    nanos.add(Math.max(0, tookNanos));
  }

  public Summary summary() {
    long[] sorted = nanos.stream().flatMapToLong(LongStream::of).sorted().toArray();
    return new Summary(sorted.length, at(sorted, 0.5), at(sorted, 0.99), at(sorted, 1));
  }

  private static double at(long[] sorted, double quantile) {
    if (sorted.length == 0) {
      return 0;
    }
    int index = (int) Math.ceil(quantile * sorted.length) - 1;
    return Math.round(sorted[Math.max(0, index)] / 10_000.0) / 100.0;
  }
}
