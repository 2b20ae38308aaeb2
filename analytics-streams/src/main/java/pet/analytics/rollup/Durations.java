package pet.analytics.rollup;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.datasketches.memory.Memory;
import org.apache.datasketches.quantilescommon.QuantileSearchCriteria;
import org.apache.datasketches.req.ReqSketch;

/**
 * How long things took, in milliseconds: their number and sum exactly, their percentiles by a REQ
 * sketch, which merges. Percentiles are exact up to some 70 values. Beyond that the rank is within
 * about 1 % of the distance to the slowest, 95 times of 100: what is given as the 99th percentile
 * lies between the 98.97th and the 99.03rd, and as the 50th between the 49th and the 51st.
 */
final class Durations {

  private static final int K = 12;

  private ReqSketch sketch = empty();
  private long sum;

  private static ReqSketch empty() {
    return ReqSketch.builder().setK(K).setHighRankAccuracy(true).build();
  }

  void add(long millis) {
    // A float holds a day to 8 ms: far less than the rank is off.
    sketch.update((float) millis);
    sum += millis;
  }

  void merge(Durations other) {
    if (!other.sketch.isEmpty()) {
      sketch.merge(other.sketch);
      sum += other.sum;
    }
  }

  long count() {
    return sketch.getN();
  }

  /** Rounded down; null of nothing. */
  Long mean() {
    return sketch.isEmpty() ? null : sum / sketch.getN();
  }

  /** The time within which this share was done; null of nothing. */
  Long percentile(double share) {
    return sketch.isEmpty()
        ? null
        : (long) sketch.getQuantile(share, QuantileSearchCriteria.INCLUSIVE);
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(sum);
    byte[] bytes = sketch.isEmpty() ? new byte[0] : sketch.toByteArray();
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  static Durations read(DataInput in) throws IOException {
    Durations durations = new Durations();
    durations.sum = in.readLong();
    byte[] bytes = new byte[in.readInt()];
    if (bytes.length > 0) {
      in.readFully(bytes);
      durations.sketch = ReqSketch.heapify(Memory.wrap(bytes));
    }
    return durations;
  }
}
