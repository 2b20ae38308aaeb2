package pet.analytics.rollup;

import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.WindowStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts where the events lie: each task has one partition of the source and tells, a few times a
 * second, what it has counted so far in the windows that changed. So what goes through the
 * repartition topic grows with the number of open windows, not with the number of events.
 */
final class CountingStage<C extends Counts<C>>
    implements Processor<byte[], byte[], String, byte[]> {

  private static final Logger LOG = LoggerFactory.getLogger(CountingStage.class);

  /** As far ahead of us as Kafka's brokers allow; what is further would age everything else. */
  private static final long AHEAD = Duration.ofHours(1).toMillis();

  private final Rollup<C> rollup;
  private final RollupTimes times;
  private final RollupMetrics metrics;
  private final Map<Grain, Window> latest = new EnumMap<>(Grain.class);
  private final Map<String, C> open = new HashMap<>();

  private ProcessorContext<String, byte[]> context;
  private WindowStore<String, byte[]> ids;
  private KeyValueStore<String, byte[]> counts;
  private Pending pending;

  /** A window with its text, which is dear to make. */
  private record Window(WindowKey key, String text) {}

  private CountingStage(Rollup<C> rollup, RollupTimes times, RollupMetrics metrics) {
    this.rollup = rollup;
    this.times = times;
    this.metrics = metrics;
  }

  static <C extends Counts<C>> ProcessorSupplier<byte[], byte[], String, byte[]> supplier(
      Rollup<C> rollup, RollupTimes times, RollupMetrics metrics) {
    return new ProcessorSupplier<>() {
      @Override
      public Processor<byte[], byte[], String, byte[]> get() {
        return new CountingStage<>(rollup, times, metrics);
      }

      @Override
      public Set<StoreBuilder<?>> stores() {
        return Set.of(
            RollupStores.ids(idsOf(rollup), times.remember()),
            RollupStores.counts(countsOf(rollup)),
            RollupStores.pending(pendingOf(rollup)));
      }
    };
  }

  private static String idsOf(Rollup<?> rollup) {
    return rollup.name() + "-ids";
  }

  private static String countsOf(Rollup<?> rollup) {
    return rollup.name() + "-partials";
  }

  private static String pendingOf(Rollup<?> rollup) {
    return rollup.name() + "-partials-pending";
  }

  @Override
  public void init(ProcessorContext<String, byte[]> initial) {
    context = initial;
    ids = context.getStateStore(idsOf(rollup));
    counts = context.getStateStore(countsOf(rollup));
    pending = new Pending(context.getStateStore(pendingOf(rollup)));
    context.schedule(times.gather(), PunctuationType.WALL_CLOCK_TIME, now -> tell());
    context.schedule(Retention.CHECK, PunctuationType.WALL_CLOCK_TIME, now -> forget());
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    try {
      SourceEvent event = SourceEvent.read(record);
      Optional<Consumer<C>> increment = rollup.increment(event);
      if (increment.isPresent()) {
        count(event, increment.get());
      }
    } catch (UnreadableEvent e) {
      metrics.unreadable();
      LOG.warn(
          "{}: passed over an event at {}: {}",
          rollup.name(),
          context
              .recordMetadata()
              .map(at -> at.topic() + "-" + at.partition() + "@" + at.offset())
              .orElse("an unknown place"),
          e.getMessage());
    }
  }

  private void count(SourceEvent event, Consumer<C> increment) throws UnreadableEvent {
    if (event.time() > context.currentSystemTimeMs() + AHEAD) {
      throw new UnreadableEvent("its time lies in the future");
    }
    if (ids.fetch(event.id(), event.time()) != null) {
      metrics.duplicate();
      return;
    }
    ids.put(event.id(), Pending.MARK, event.time());
    for (Grain grain : Grain.values()) {
      Window window = window(grain, event.time());
      // What has been removed from the topic stays removed.
      if (!window.key().isExpiredAt(context.currentStreamTimeMs())) {
        C counted = open.computeIfAbsent(window.text(), this::load);
        increment.accept(counted);
        counts.put(window.text(), Partial.write(context.taskId().partition(), counted));
        pending.add(window.text());
      }
    }
    metrics.counted();
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

  private C load(String window) {
    byte[] bytes = counts.get(window);
    return bytes == null ? rollup.empty() : Partial.read(bytes, rollup);
  }

  private void tell() {
    var changed = pending.drain();
    if (changed.isEmpty()) {
      return;
    }
    long time = Math.max(0, context.currentStreamTimeMs());
    for (String window : changed) {
      byte[] counted = counts.get(window);
      // Null if it was removed meanwhile.
      if (counted != null) {
        context.forward(new Record<>(window, counted, time));
      }
    }
    open.clear();
    // Now, not at the next interval: the next stage reads what is committed.
    context.commit();
  }

  private void forget() {
    for (String expired : Retention.expired(counts, context.currentStreamTimeMs())) {
      counts.delete(expired);
      open.remove(expired);
    }
  }
}
