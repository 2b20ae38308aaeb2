package pet.analytics.rollup;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * Brings events to the partitions of the source, each once, with the watermarks of their topic
 * behind them.
 */
final class FeedStage implements Processor<byte[], byte[], byte[], byte[]> {

  private final Feed feed;
  private final Wiring wiring;
  private final RollupTimes times;
  private final RollupMetrics metrics;

  private final EventTimes eventTimes = new EventTimes();
  private ProcessorContext<byte[], byte[]> context;
  private WriteBackCache cache;
  private SeenEvents seen;
  private DeadLetters dead;
  private boolean told;
  private CommitPace pace;

  private FeedStage(Feed feed, Wiring wiring, RollupTimes times, RollupMetrics metrics) {
    this.feed = feed;
    this.wiring = wiring;
    this.times = times;
    this.metrics = metrics;
  }

  static ProcessorSupplier<byte[], byte[], byte[], byte[]> supplier(
      Feed feed, Wiring wiring, RollupTimes times, RollupMetrics metrics) {
    return new ProcessorSupplier<>() {
      @Override
      public Processor<byte[], byte[], byte[], byte[]> get() {
        return new FeedStage(feed, wiring, times, metrics);
      }

      @Override
      public Set<StoreBuilder<?>> stores() {
        return Set.of(
            RollupStores.counts(memoryOf(wiring)),
            RollupStores.ids(idsOf(wiring), times.remember()),
            PreCommitHook.builder(gatheredOf(wiring)));
      }
    };
  }

  private static String memoryOf(Wiring wiring) {
    return wiring.name() + "-feed-memory";
  }

  private static String idsOf(Wiring wiring) {
    return wiring.name() + "-feed-ids-by-minute";
  }

  private static String gatheredOf(Wiring wiring) {
    return wiring.name() + "-feed-gathered";
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> initial) {
    context = initial;
    told = false;
    cache = new WriteBackCache(context.getStateStore(memoryOf(wiring)));
    pace = CommitPace.ofThread();
    seen = new SeenEvents(context, idsOf(wiring));
    PreCommitHook gathered = context.getStateStore(gatheredOf(wiring));
    gathered.call(this::beforeCommit);
    dead = new DeadLetters(wiring, metrics, context, cache, wiring.deadOfFeed());
    pace.schedule(context, times.gather(), this::hasTold);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    pace.event(context, record.timestamp());
    try {
      Optional<Long> watermark = SourceEvent.watermarkOf(record.headers());
      if (watermark.isPresent()) {
        byte[] key = Watermarks.key(Watermarks.input(feed.topic(), context.taskId().partition()));
        forward(new Record<>(key, Watermarks.bytes(watermark.get()), record.timestamp()));
        return;
      }
      SourceEvent event = SourceEvent.read(record, eventTimes);
      if (feed.counts(event.type()) && event.isFor(wiring.name())) {
        routeOnce(event);
      }
    } catch (UnreadableEvent e) {
      dead.put(record, e.getMessage());
    }
  }

  private void routeOnce(SourceEvent event) throws UnreadableEvent {
    if (seen.contains(event) || dead.isSettled(event)) {
      metrics.duplicate();
      return;
    }
    route(event);
    seen.add(event);
    dead.settle(event);
  }

  private void route(SourceEvent event) throws UnreadableEvent {
    EventTally<?> tally = new EventTally<>(cache);
    Map<String, byte[]> routes;
    try {
      routes = feed.route(event, tally);
    } catch (RuntimeException e) {
      throw new UnreadableEvent(event.type() + " failed: " + e.getClass().getSimpleName());
    }
    tally.keepMemories();
    routes.forEach(
        (key, data) -> {
          // One event about several things is an event of its own for each.
          Headers headers = event.headersFor(key);
          forward(new Record<>(Text.bytes(key), data, event.time(), headers));
        });
  }

  private void forward(Record<byte[], byte[]> record) {
    told = true;
    context.forward(record, wiring.fed());
  }

  private void beforeCommit() {
    pace.begins();
    seen.write();
    cache.write();
  }

  /** What it tells, it tells at once; only the commit is left. */
  private boolean hasTold() {
    boolean any = told;
    told = false;
    return any;
  }
}
