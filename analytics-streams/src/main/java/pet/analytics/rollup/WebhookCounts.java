package pet.analytics.rollup;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;

/** What became of the deliveries of one topic in one window. */
final class WebhookCounts implements Counts<WebhookCounts> {

  private long received;
  private long dead;
  private Durations processed = new Durations();

  void received() {
    received++;
  }

  void processed(long lagMillis) {
    processed.add(lagMillis);
  }

  void dead() {
    dead++;
  }

  @Override
  public long size() {
    return received + processed.count() + dead;
  }

  @Override
  public void merge(WebhookCounts other) {
    received += other.received;
    dead += other.dead;
    processed.merge(other.processed);
  }

  @Override
  public void write(DataOutput out) throws IOException {
    out.writeLong(received);
    out.writeLong(dead);
    processed.write(out);
  }

  static WebhookCounts read(DataInput in) throws IOException {
    WebhookCounts counts = new WebhookCounts();
    counts.received = in.readLong();
    counts.dead = in.readLong();
    counts.processed = Durations.read(in);
    return counts;
  }

  @Override
  public Value value(WindowKey window, boolean isFinal) {
    return new Value(
        window.windowStart(),
        window.windowEnd(),
        isFinal,
        window.dimension(),
        received,
        processed.count(),
        dead,
        processed.percentile(0.5),
        processed.percentile(0.99));
  }

  /**
   * A value in {@code pet.analytics.webhooks}. Each delivery counts in the window in which it was
   * received, once more in that in which it was first processed, and each time it was given up.
   *
   * @param isFinal whether the window has closed: its value changes no more
   * @param topic the deliveries' topic, such as {@code orders/create}
   * @param received deliveries verified and stored
   * @param processed deliveries processed
   * @param dead how often deliveries were given up; one that was replayed may be given up again
   * @param lagP50 milliseconds from arrival to the end of processing of the faster half, by a
   *     sketch; null if none was processed
   * @param lagP99 likewise of 99 in 100, or null
   */
  record Value(
      Instant windowStart,
      Instant windowEnd,
      @JsonProperty("final") boolean isFinal,
      String topic,
      long received,
      long processed,
      long dead,
      Long lagP50,
      Long lagP99) {}
}
