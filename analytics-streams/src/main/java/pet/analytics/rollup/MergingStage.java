package pet.analytics.rollup;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import pet.messaging.Topics;

/**
 * Adds up what the source's partitions have counted in a window. Each tells its whole count, which
 * replaces what it told before, so that a count told twice changes nothing. A window is published
 * once more as final when every partition's watermark has passed its end and its grace.
 */
final class MergingStage<C extends Counts<C>>
    implements Processor<byte[], byte[], String, Publication> {

  private static final StringSerializer TEXT = new StringSerializer();

  /** Between a window's text and the partition that counted; stands in no window's text. */
  private static final char SEPARATOR = 0;

  private final Rollup<C> rollup;
  private final Wiring wiring;
  private final RollupTimes times;

  private ProcessorContext<String, Publication> context;
  private KeyValueStore<String, byte[]> partials;
  private KeyValueStore<String, byte[]> open;
  private PendingWindows pending;
  private Set<String> changed;
  private LocalHandover handed;
  private Watermarks watermarks;
  private boolean further;
  private CommitPace pace;

  private MergingStage(Rollup<C> rollup, Wiring wiring, RollupTimes times) {
    this.rollup = rollup;
    this.wiring = wiring;
    this.times = times;
  }

  static <C extends Counts<C>> ProcessorSupplier<byte[], byte[], String, Publication> supplier(
      Rollup<C> rollup, Wiring wiring, RollupTimes times) {
    return new ProcessorSupplier<>() {
      @Override
      public Processor<byte[], byte[], String, Publication> get() {
        return new MergingStage<>(rollup, wiring, times);
      }

      @Override
      public Set<StoreBuilder<?>> stores() {
        String name = rollup.name();
        return Set.of(
            RollupStores.counts(partialsOf(name)),
            RollupStores.pending(openOf(name)),
            RollupStores.pending(pendingOf(name)),
            RollupStores.pending(watermarksOf(name)),
            PreCommitHook.builder(paceOf(name)));
      }
    };
  }

  private static String partialsOf(String rollup) {
    return rollup + "-totals";
  }

  private static String openOf(String rollup) {
    return rollup + "-totals-open";
  }

  private static String pendingOf(String rollup) {
    return rollup + "-totals-pending";
  }

  private static String watermarksOf(String rollup) {
    return rollup + "-totals-watermarks";
  }

  private static String paceOf(String rollup) {
    return rollup + "-totals-pace";
  }

  @Override
  public void init(ProcessorContext<String, Publication> initial) {
    context = initial;
    String name = rollup.name();
    partials = context.getStateStore(partialsOf(name));
    open = context.getStateStore(openOf(name));
    pending = new PendingWindows(context.getStateStore(pendingOf(name)));
    watermarks = new Watermarks(context.getStateStore(watermarksOf(name)), wiring.counters());
    changed = new LinkedHashSet<>();
    handed = LocalHandover.open(context, name);
    pace = CommitPace.ofThread();
    PreCommitHook commits = context.getStateStore(paceOf(name));
    commits.call(this::beforeCommit);
    // Told once more than needed after a restart, which does no harm.
    further = watermarks.time() != Watermarks.NONE;
    pace.schedule(context, times.publish(), this::publish);
    context.schedule(Retention.CHECK, PunctuationType.WALL_CLOCK_TIME, now -> remove());
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    // Its time is its task's, which stands still where nothing happens.
    pace.processed(context);
    if (Watermarks.isKey(record.key())) {
      String input = Watermarks.input(record.key());
      further |= watermarks.advance(input, Watermarks.millis(record.value()));
      return;
    }
    take(Text.of(record.key()), record.value());
  }

  private void take(String window, byte[] counted) {
    WindowKey key = Late.window(window);
    // A partition that is behind may still count what another's events have already aged.
    if (key.isExpiredAt(context.currentStreamTimeMs())) {
      return;
    }
    String place = window + SEPARATOR + Partial.partition(counted);
    byte[] before = partials.get(place);
    // What was handed over comes by Kafka, too, and then what was told before it.
    if (before == null
        || !(Arrays.equals(counted, before) || Partial.isOlder(counted, before, rollup))) {
      partials.put(place, counted);
      changed.add(window);
      if (!Late.is(window) && !isFinal(key)) {
        open.putIfAbsent(window, PendingWindows.MARK);
      }
    }
  }

  @Override
  public void close() {
    handed.close();
  }

  private boolean isFinal(WindowKey window) {
    return window.isClosedAt(watermarks.time(), rollup.grace());
  }

  /** Whatever asked for the commit: which windows are yet to be published must not be lost. */
  private void beforeCommit() {
    pace.begins();
    changed.forEach(pending::add);
    changed.clear();
  }

  /** Says whether there was something to publish. */
  private boolean publish() {
    handed.take(this::take);
    if (further) {
      closeWindows();
    }
    changed.addAll(pending.drain());
    for (String window : changed) {
      Publication value = value(window);
      if (value != null) {
        String key = Late.is(window) ? Late.key(rollup.name(), window) : window;
        context.forward(new Record<>(key, value, time()));
      }
    }
    boolean any = further || !changed.isEmpty();
    changed.clear();
    if (further) {
      further = false;
      tellProgress();
    }
    return any;
  }

  /** Windows that have become final are published once more. */
  private void closeWindows() {
    for (Grain grain : rollup.grains()) {
      List<String> closed = new ArrayList<>();
      do {
        closed.clear();
        long lastStart = watermarks.time() - rollup.grace().toMillis() - grain.length().toMillis();
        Retention.until(open, "", grain, lastStart, closed);
        closed.forEach(open::delete);
        changed.addAll(closed);
      } while (!closed.isEmpty());
    }
  }

  private void tellProgress() {
    Instant watermark = Instant.ofEpochMilli(watermarks.time());
    RollupProgress progress =
        new RollupProgress(
            rollup.name(),
            context.taskId().partition(),
            wiring.partitions(),
            watermark,
            watermark.minus(rollup.grace()));
    context.forward(
        new Record<>(
            progress.key(), Publication.of(Topics.ANALYTICS_WATERMARKS, progress), time()));
  }

  /** The window's value; null if it has been removed meanwhile. */
  private Publication value(String window) {
    C total = rollup.empty();
    try (KeyValueIterator<String, byte[]> counted = partials.prefixScan(window + SEPARATOR, TEXT)) {
      if (!counted.hasNext()) {
        return null;
      }
      while (counted.hasNext()) {
        total.merge(Partial.read(counted.next().value, rollup));
      }
    }
    WindowKey key = Late.window(window);
    boolean isFinal = !Late.is(window) && isFinal(key);
    return Publication.of(topicOf(window), total.value(key, isFinal));
  }

  private String topicOf(String window) {
    return Late.is(window) ? Topics.ANALYTICS_LATE : rollup.sink();
  }

  private void remove() {
    Set<String> removed = new LinkedHashSet<>();
    for (String expired : Retention.expired(partials, context.currentStreamTimeMs())) {
      String window = expired.substring(0, expired.lastIndexOf(SEPARATOR));
      if (Late.window(window).isExpiredAt(context.currentStreamTimeMs())) {
        partials.delete(expired);
        open.delete(window);
        removed.add(window);
      }
    }
    for (String window : removed) {
      String key = Late.is(window) ? Late.key(rollup.name(), window) : window;
      context.forward(new Record<>(key, Publication.removal(topicOf(window)), time()));
    }
  }

  private long time() {
    return Math.max(0, context.currentStreamTimeMs());
  }
}
