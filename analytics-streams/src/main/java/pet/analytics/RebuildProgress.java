package pet.analytics;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/** Tells an operator, every second, how far it is and how long it will take. */
final class RebuildProgress {

  static final RebuildProgress SILENT = new RebuildProgress("", line -> {});

  private static final Duration EVERY = Duration.ofSeconds(1);

  /** The first seconds say nothing of the next. */
  private static final int SURE = 3;

  private final String name;
  private final Consumer<String> out;
  private final long begun = System.nanoTime();
  private long toldAt = begun;
  private long toldDone;
  private double perSecond;
  private int tellings;

  RebuildProgress(String name, Consumer<String> out) {
    this.name = name;
    this.out = out;
  }

  void tell(long done, long total) {
    long now = System.nanoTime();
    double seconds = (now - toldAt) / 1e9;
    if (now - toldAt < EVERY.toNanos() && done < total) {
      return;
    }
    // The last seconds count most: the start is slow, and so would the guess be.
    double recent = Math.max(0, done - toldDone) / Math.max(0.001, seconds);
    perSecond = perSecond == 0 ? recent : 0.6 * perSecond + 0.4 * recent;
    tellings++;
    toldAt = now;
    toldDone = done;
    out.accept(line(done, total, perSecond));
  }

  private String line(long done, long total, double speed) {
    String left =
        done >= total
            ? "read"
            : speed < 1 || tellings < SURE
                ? "starting"
                : "%d s left".formatted((long) Math.ceil((total - done) / speed));
    return String.format(
        Locale.ROOT,
        "%s: %,d of %,d events, %d %%, %,.0f a second, %s",
        name,
        done,
        total,
        total == 0 ? 100 : done * 100 / total,
        speed,
        left);
  }
}
