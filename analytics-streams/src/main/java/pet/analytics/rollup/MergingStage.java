package pet.analytics.rollup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
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
import pet.messaging.Json;

/**
 * Adds up what the source's partitions have counted in a window. Each tells its whole count, which
 * replaces what it told before, so that a count told twice changes nothing.
 */
final class MergingStage<C extends Counts<C>> implements Processor<String, byte[], String, byte[]> {

  private static final ObjectWriter JSON = Json.tolerant().writer();
  private static final StringSerializer TEXT = new StringSerializer();

  private final Rollup<C> rollup;
  private final RollupTimes times;

  private ProcessorContext<String, byte[]> context;
  private KeyValueStore<String, byte[]> partials;
  private Pending pending;

  private MergingStage(Rollup<C> rollup, RollupTimes times) {
    this.rollup = rollup;
    this.times = times;
  }

  static <C extends Counts<C>> ProcessorSupplier<String, byte[], String, byte[]> supplier(
      Rollup<C> rollup, RollupTimes times) {
    return new ProcessorSupplier<>() {
      @Override
      public Processor<String, byte[], String, byte[]> get() {
        return new MergingStage<>(rollup, times);
      }

      @Override
      public Set<StoreBuilder<?>> stores() {
        return Set.of(
            RollupStores.counts(partialsOf(rollup)), RollupStores.pending(pendingOf(rollup)));
      }
    };
  }

  private static String partialsOf(Rollup<?> rollup) {
    return rollup.name() + "-totals";
  }

  private static String pendingOf(Rollup<?> rollup) {
    return rollup.name() + "-totals-pending";
  }

  @Override
  public void init(ProcessorContext<String, byte[]> initial) {
    context = initial;
    partials = context.getStateStore(partialsOf(rollup));
    pending = new Pending(context.getStateStore(pendingOf(rollup)));
    context.schedule(times.publish(), PunctuationType.WALL_CLOCK_TIME, now -> publish());
    context.schedule(Retention.CHECK, PunctuationType.WALL_CLOCK_TIME, now -> remove());
  }

  @Override
  public void process(Record<String, byte[]> record) {
    // A partition that is behind may still count what another's events have already aged.
    if (!WindowKey.parse(record.key()).isExpiredAt(context.currentStreamTimeMs())) {
      int partition = Partial.partition(record.value());
      partials.put(record.key() + WindowKey.BAR + partition, record.value());
      pending.add(record.key());
    }
  }

  private void publish() {
    var changed = pending.drain();
    if (changed.isEmpty()) {
      return;
    }
    for (String window : changed) {
      byte[] value = value(window);
      if (value != null) {
        context.forward(new Record<>(window, value, time()));
      }
    }
    // Now, not at the next interval: dashboards read what is committed.
    context.commit();
  }

  /** The window's value as JSON; null if it has been removed meanwhile. */
  private byte[] value(String window) {
    C total = rollup.empty();
    try (KeyValueIterator<String, byte[]> counted =
        partials.prefixScan(window + WindowKey.BAR, TEXT)) {
      if (!counted.hasNext()) {
        return null;
      }
      while (counted.hasNext()) {
        total.merge(Partial.read(counted.next().value, rollup));
      }
    }
    try {
      return JSON.writeValueAsBytes(total.value(WindowKey.parse(window), false));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void remove() {
    Set<String> removed = new LinkedHashSet<>();
    for (String expired : Retention.expired(partials, context.currentStreamTimeMs())) {
      partials.delete(expired);
      removed.add(expired.substring(0, expired.lastIndexOf(WindowKey.BAR)));
    }
    removed.forEach(window -> context.forward(new Record<>(window, null, time())));
  }

  private long time() {
    return Math.max(0, context.currentStreamTimeMs());
  }
}
