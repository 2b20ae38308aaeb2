package pet.analytics.rollup;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.datasketches.hll.HllSketch;
import org.apache.datasketches.hll.TgtHllType;
import org.apache.datasketches.hll.Union;

/**
 * How many different people: a HyperLogLog sketch, which holds no ids. Exact for practical purposes
 * up to some 500, from there on with a relative standard error of 1.6 % (1.04/√4096): two thirds of
 * the answers are within it, 95 % within twice as much.
 */
final class Distinct {

  private static final int LG_K = 12;

  private HllSketch sketch = new HllSketch(LG_K, TgtHllType.HLL_4);

  void add(String id) {
    sketch.update(id);
  }

  void merge(Distinct other) {
    if (other.sketch.isEmpty()) {
      return;
    }
    Union union = new Union(LG_K);
    union.update(sketch);
    union.update(other.sketch);
    sketch = union.getResult(TgtHllType.HLL_4);
  }

  long estimate() {
    return Math.round(sketch.getEstimate());
  }

  void write(DataOutput out) throws IOException {
    byte[] bytes = sketch.isEmpty() ? new byte[0] : sketch.toCompactByteArray();
    out.writeShort(bytes.length);
    out.write(bytes);
  }

  static Distinct read(DataInput in) throws IOException {
    Distinct distinct = new Distinct();
    int length = in.readUnsignedShort();
    if (length > 0) {
      byte[] bytes = new byte[length];
      in.readFully(bytes);
      distinct.sketch = HllSketch.heapify(bytes);
    }
    return distinct;
  }
}
