package pet.analytics.rollup;

import java.time.Duration;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * The ids of the events of one partition, for as long as they are remembered behind the newest one.
 * One store holds those of one partition alone: of two, the one that is read ahead would age the
 * other's.
 */
final class SeenEvents {

  /** As far ahead of us as Kafka's brokers allow; what is further would age everything else. */
  private static final long AHEAD = Duration.ofHours(1).toMillis();

  private final ProcessorContext<?, ?> context;
  private final EventIds ids;

  /** What was asked about last, which as a rule is added next. */
  private SourceEvent asked;

  private long[] id;

  SeenEvents(ProcessorContext<?, ?> context, String store) {
    this.context = context;
    this.ids = new EventIds(context.getStateStore(store));
  }

  boolean contains(SourceEvent event) throws UnreadableEvent {
    if (event.time() > context.currentSystemTimeMs() + AHEAD) {
      throw new UnreadableEvent("its time lies in the future");
    }
    return ids.contains(idOf(event), event.time());
  }

  void add(SourceEvent event) {
    ids.add(idOf(event), event.time());
  }

  /** Writes what is new to the store: to be called before every commit. */
  void write() {
    ids.write();
  }

  private long[] idOf(SourceEvent event) {
    if (event != asked) {
      asked = event;
      id = EventIds.hash(event.id());
    }
    return id;
  }
}
