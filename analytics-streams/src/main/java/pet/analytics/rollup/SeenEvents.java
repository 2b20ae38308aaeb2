package pet.analytics.rollup;

import java.time.Duration;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.WindowStore;

/**
 * The ids of the events of one partition, for as long as they are remembered behind the newest one.
 * One store holds those of one partition alone: of two, the one that is read ahead would age the
 * other's.
 */
final class SeenEvents {

  /** As far ahead of us as Kafka's brokers allow; what is further would age everything else. */
  private static final long AHEAD = Duration.ofHours(1).toMillis();

  private final ProcessorContext<?, ?> context;
  private final WindowStore<String, byte[]> ids;

  SeenEvents(ProcessorContext<?, ?> context, String store) {
    this.context = context;
    this.ids = context.getStateStore(store);
  }

  boolean contains(SourceEvent event) throws UnreadableEvent {
    if (event.time() > context.currentSystemTimeMs() + AHEAD) {
      throw new UnreadableEvent("its time lies in the future");
    }
    return ids.fetch(event.id(), event.time()) != null;
  }

  void add(SourceEvent event) {
    ids.put(event.id(), Pending.MARK, event.time());
  }
}
