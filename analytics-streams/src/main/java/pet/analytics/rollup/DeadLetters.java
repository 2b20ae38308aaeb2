package pet.analytics.rollup;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts an event that cannot be processed aside: key, value, headers and time as they were, and
 * behind its own headers who could not process it, why, and where it stands.
 */
final class DeadLetters {

  /** Begins the names of headers; public contract. */
  static final String PREFIX = "pet_dlq_";

  static final String TOPOLOGY = PREFIX + "topology";
  static final String REASON = PREFIX + "reason";
  static final String TOPIC = PREFIX + "topic";
  static final String PARTITION = PREFIX + "partition";
  static final String OFFSET = PREFIX + "offset";

  private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

  /** Begins the key under which an event's id is remembered; no other key does. */
  private static final String PUT_ASIDE = "\0dlq|";

  private final String topology;
  private final boolean rebuilt;
  private final RollupMetrics metrics;
  private final ProcessorContext<byte[], byte[]> context;
  private final WriteBackCache cache;
  private final String sink;

  /**
   * @param cache the stage's own; it keeps the ids of events that were put aside
   * @param sink the node that writes them
   */
  DeadLetters(
      Wiring wiring,
      RollupMetrics metrics,
      ProcessorContext<byte[], byte[]> context,
      WriteBackCache cache,
      String sink) {
    this.topology = wiring.name();
    this.rebuilt = wiring.edition().rebuilt();
    this.metrics = metrics;
    this.context = context;
    this.cache = cache;
    this.sink = sink;
  }

  /**
   * Whether it is a replay of what needs none: a rebuild after a mend counts an event where it
   * stands, and comes by its replay later. The ids of both are the same, but days may lie between.
   * What was never rebuilt may have put events aside before that was remembered.
   */
  boolean isSettled(SourceEvent event) {
    return rebuilt && event.isReplayed() && cache.get(PUT_ASIDE + event.id()) == null;
  }

  /** It has been processed. */
  void settle(SourceEvent event) {
    if (event.isReplayed()) {
      cache.delete(PUT_ASIDE + event.id());
    }
  }

  void put(Record<byte[], byte[]> record, String reason) {
    metrics.unreadable();
    SourceEvent.idOf(record.headers())
        .ifPresent(id -> cache.put(PUT_ASIDE + id, PendingWindows.MARK));
    Headers headers = new RecordHeaders(record.headers());
    add(headers, TOPOLOGY, topology);
    add(headers, REASON, reason);
    String place = "an unknown place";
    if (context.recordMetadata().isPresent()) {
      RecordMetadata at = context.recordMetadata().get();
      add(headers, TOPIC, at.topic());
      add(headers, PARTITION, Integer.toString(at.partition()));
      add(headers, OFFSET, Long.toString(at.offset()));
      place = at.topic() + "-" + at.partition() + "@" + at.offset();
    }
    LOG.warn("{}: put aside an event at {}: {}", topology, place, reason);
    context.forward(record.withHeaders(headers), sink);
  }

  private static void add(Headers headers, String name, String value) {
    headers.remove(name).add(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
