package pet.analytics.rollup;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * Counts where the events lie: each task has one partition of the source and tells, a few times a
 * second, what it has counted so far in the windows that changed. So what goes through the
 * repartition topic grows with the number of open windows, not with the number of events.
 *
 * <p>A window that is closed by the watermark of the task's inputs takes nothing more: what comes
 * for it is counted as late. The watermark goes on behind the counts that it vouches for.
 */
final class CountingStage<C extends Counts<C>>
    implements Processor<byte[], byte[], byte[], byte[]> {

  private final Rollup<C> rollup;
  private final Wiring wiring;
  private final RollupTimes times;
  private final RollupMetrics metrics;
  private final EventTimes eventTimes = new EventTimes();
  private final Map<Grain, Window> latest = new EnumMap<>(Grain.class);

  private ProcessorContext<byte[], byte[]> context;
  private SeenEvents seen;
  private WriteBackCache cache;
  private KeyValueStore<String, byte[]> stored;
  private HeldCounts<C> counts;
  private PendingWindows pending;
  private Watermarks watermarks;
  private DeadLetters dead;
  private String input;
  private boolean further;
  private CommitPace pace;

  /** A window with its text, which is dear to make. */
  private record Window(WindowKey key, String text) {}

  private CountingStage(Rollup<C> rollup, Wiring wiring, RollupTimes times, RollupMetrics metrics) {
    this.rollup = rollup;
    this.wiring = wiring;
    this.times = times;
    this.metrics = metrics;
  }

  static <C extends Counts<C>> ProcessorSupplier<byte[], byte[], byte[], byte[]> supplier(
      Rollup<C> rollup, Wiring wiring, RollupTimes times, RollupMetrics metrics) {
    return new ProcessorSupplier<>() {
      @Override
      public Processor<byte[], byte[], byte[], byte[]> get() {
        return new CountingStage<>(rollup, wiring, times, metrics);
      }

      @Override
      public Set<StoreBuilder<?>> stores() {
        String name = rollup.name();
        return Set.of(
            RollupStores.ids(idsOf(name), times.remember()),
            RollupStores.counts(memoryOf(name)),
            RollupStores.counts(countsOf(name)),
            RollupStores.pending(pendingOf(name)),
            RollupStores.pending(watermarksOf(name)),
            PreCommitHook.builder(gatheredOf(name)));
      }
    };
  }

  private static String idsOf(String rollup) {
    return rollup + "-ids-by-minute";
  }

  private static String memoryOf(String rollup) {
    return rollup + "-memory";
  }

  private static String countsOf(String rollup) {
    return rollup + "-partials";
  }

  private static String pendingOf(String rollup) {
    return rollup + "-partials-pending";
  }

  private static String gatheredOf(String rollup) {
    return rollup + "-gathered";
  }

  private static String watermarksOf(String rollup) {
    return rollup + "-partials-watermarks";
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> initial) {
    context = initial;
    String name = rollup.name();
    // After an aborted transaction the same processor begins anew, with the stores as they were
    // before: what it still had in hand would be counted once more.
    seen = new SeenEvents(context, idsOf(name));
    cache = new WriteBackCache(context.getStateStore(memoryOf(name)));
    stored = context.getStateStore(countsOf(name));
    counts = new HeldCounts<>(stored, rollup, context.taskId().partition());
    PreCommitHook gathered = context.getStateStore(gatheredOf(name));
    gathered.call(this::beforeCommit);
    pending = new PendingWindows(context.getStateStore(pendingOf(name)));
    input = Watermarks.input(rollup.source(), context.taskId().partition());
    watermarks =
        new Watermarks(
            context.getStateStore(watermarksOf(name)),
            wiring.inputsOf(context.taskId().partition()));
    // Told once more than needed after a restart, which does no harm.
    further = watermarks.time() != Watermarks.NONE;
    pace = CommitPace.ofThread();
    dead = new DeadLetters(wiring, metrics, context, cache, wiring.dead());
    pace.schedule(context, times.gather(), this::tell);
    context.schedule(Retention.CHECK, PunctuationType.WALL_CLOCK_TIME, now -> forget());
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    pace.event(context, record.timestamp());
    try {
      boolean fed = isFromFeed();
      if (fed && Watermarks.isKey(record.key())) {
        advance(Watermarks.input(record.key()), Watermarks.millis(record.value()));
        return;
      }
      Optional<Long> watermark = SourceEvent.watermarkOf(record.headers());
      if (watermark.isPresent()) {
        advance(input, watermark.get());
        return;
      }
      SourceEvent event = SourceEvent.read(record, eventTimes);
      if (rollup.counts(event.type()) && event.isFor(rollup.name())) {
        // Of what the feed brings it has sorted out what came twice.
        if (fed) {
          count(event);
        } else {
          countOnce(event);
        }
      }
    } catch (UnreadableEvent e) {
      dead.put(record, e.getMessage());
    }
  }

  private boolean isFromFeed() {
    return wiring.feed() != null
        && context.recordMetadata().filter(at -> !at.topic().equals(rollup.source())).isPresent();
  }

  private void advance(String from, long millis) {
    if (watermarks.advance(from, millis)) {
      further = true;
    }
  }

  private void countOnce(SourceEvent event) throws UnreadableEvent {
    if (seen.contains(event) || dead.isSettled(event)) {
      metrics.duplicate();
      return;
    }
    count(event);
    seen.add(event);
    dead.settle(event);
  }

  private void count(SourceEvent event) throws UnreadableEvent {
    EventTally<C> tally = new EventTally<>(cache);
    try {
      rollup.count(event, tally);
    } catch (RuntimeException e) {
      // Only its kind: a message may repeat what it found.
      throw new UnreadableEvent(event.type() + " failed: " + e.getClass().getSimpleName());
    }
    tally.keepMemories();
    tally.additions().forEach(this::add);
    metrics.counted();
    if (counts.isFull()) {
      write();
    }
  }

  private void add(EventTally.Addition<C> addition) {
    boolean late = false;
    for (Grain grain : rollup.grains()) {
      Window window = window(grain, addition.time());
      // What has been removed from the topic stays removed.
      if (!window.key().isExpiredAt(wiring.expiryTime(context.currentStreamTimeMs()))) {
        boolean closed = window.key().isClosedAt(watermarks.time(), rollup.grace());
        late |= closed;
        String text =
            addition.dimension() == null
                ? window.text()
                : window.text() + WindowKey.BAR + addition.dimension();
        addition.increment().accept(counts.change(closed ? Late.PREFIX + text : text));
      }
    }
    if (late) {
      metrics.late();
    }
  }

  private Window window(Grain grain, long time) {
    Window last = latest.get(grain);
    if (last == null || last.key().start() != grain.startOf(time)) {
      WindowKey key = grain.windowOf(time);
      last = new Window(key, key.text());
      latest.put(grain, last);
    }
    return last;
  }

  /** Whatever asked for the commit: what has been counted is in the stores then, yet to be told. */
  private void beforeCommit() {
    pace.begins();
    write();
  }

  private void write() {
    seen.write();
    cache.write();
    counts.write((window, counted) -> pending.add(window));
  }

  /** Says whether there was something to tell. */
  private boolean tell() {
    List<String> committed = pending.drain();
    Set<String> told = new HashSet<>();
    seen.write();
    cache.write();
    counts.write(
        (window, counted) -> {
          told.add(window);
          forward(window, counted);
        });
    for (String window : committed) {
      byte[] counted = told.contains(window) ? null : stored.get(window);
      // Null if it was removed meanwhile, too.
      if (counted != null) {
        forward(window, counted);
        told.add(window);
      }
    }
    boolean any = !told.isEmpty() || further;
    if (further) {
      further = false;
      byte[] key = Watermarks.key(Watermarks.input(Wiring.COUNTED, context.taskId().partition()));
      context.forward(
          new Record<>(key, Watermarks.bytes(watermarks.time()), time()), wiring.counted());
    }
    return any;
  }

  private void forward(String window, byte[] counted) {
    byte[] key = Text.bytes(window);
    context.forward(new Record<>(key, counted, time()), wiring.counted());
    int merger = WatermarkPartitioner.partition(key, wiring.partitions());
    LocalHandover.give(context, rollup.name(), merger, window, counted);
  }

  private long time() {
    return Math.max(0, context.currentStreamTimeMs());
  }

  private void forget() {
    Retention.expired(stored, context.currentStreamTimeMs()).forEach(counts::remove);
  }
}
