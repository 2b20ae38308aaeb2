package pet.analytics.rollup;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import pet.messaging.EventCodec;
import pet.messaging.UnreadableEventException;

/**
 * An event as a topology sees it. Headers are read by hand and the data only where it counts: the
 * CloudEvents SDK would build objects for every event that is passed over.
 */
final class SourceEvent {

  /** The header that names the one topology that a replayed event is for; public contract. */
  static final String REPLAYED_FOR = "pet_replayed_for";

  private final byte[] key;
  private final String id;
  private final String type;
  private final long time;
  private final byte[] data;
  private final String replayedFor;

  private SourceEvent(
      byte[] key, String id, String type, long time, byte[] data, String replayedFor) {
    this.key = key;
    this.replayedFor = replayedFor;
    this.id = id;
    this.type = type;
    this.time = time;
    this.data = data;
  }

  /** Unique; the same id twice is the same event. */
  String id() {
    return id;
  }

  /** The CloudEvents type. */
  String type() {
    return type;
  }

  /** The id of what it is about, by which its topic is partitioned. */
  String key() throws UnreadableEvent {
    if (key == null || key.length == 0) {
      throw new UnreadableEvent(type + " without a key");
    }
    return Text.of(key);
  }

  byte[] data() {
    return data;
  }

  /** Milliseconds since 1970: {@code ce_time}, or the record's own where there is none. */
  long time() {
    return time;
  }

  /**
   * Whether this topology is to process it. An event that one topology could not process and that
   * is replayed is for that one alone: the others have had it.
   */
  boolean isFor(String topology) {
    return replayedFor == null || replayedFor.equals(topology);
  }

  /** Whether it was sent once more by {@link DeadLetterReplay}. */
  boolean isReplayed() {
    return replayedFor != null;
  }

  /** The id, if the record has one; whatever else is wrong with it. */
  static Optional<String> idOf(Headers headers) {
    return Optional.ofNullable(header(headers, "ce_id")).filter(id -> !id.isEmpty());
  }

  /** The time that a relay's watermark tells; empty for events. */
  static Optional<Long> watermarkOf(Headers headers) throws UnreadableEvent {
    try {
      return EventCodec.watermarkOf(headers).map(Instant::toEpochMilli);
    } catch (UnreadableEventException | ArithmeticException e) {
      throw new UnreadableEvent("not a watermark");
    }
  }

  static SourceEvent read(Record<byte[], byte[]> record, EventTimes times) throws UnreadableEvent {
    String id = header(record.headers(), "ce_id");
    String type = header(record.headers(), "ce_type");
    if (id == null || id.isEmpty() || type == null) {
      throw new UnreadableEvent("not a CloudEvent: ce_id or ce_type is missing");
    }
    return new SourceEvent(
        record.key(),
        id,
        type,
        time(header(record.headers(), "ce_time"), record.timestamp(), times),
        record.value(),
        header(record.headers(), REPLAYED_FOR));
  }

  private static long time(String text, long otherwise, EventTimes times) throws UnreadableEvent {
    if (text == null) {
      return otherwise;
    }
    try {
      long time = times.millis(text);
      if (time < 0) {
        throw new UnreadableEvent("ce_time is before 1970");
      }
      return time;
    } catch (DateTimeException | ArithmeticException e) {
      throw new UnreadableEvent("ce_time is not an instant");
    }
  }

  private static String header(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    return header == null || header.value() == null
        ? null
        : new String(header.value(), StandardCharsets.UTF_8);
  }

  /**
   * Of the event that this one is for one thing: what {@link #read} needs and no more, for each
   * goes through Kafka once again. Its time is to be the record's.
   */
  Headers headersFor(String thing) {
    Headers headers = new RecordHeaders();
    headers.add("ce_id", Text.bytes(id + '/' + thing));
    headers.add("ce_type", Text.bytes(type));
    if (replayedFor != null) {
      headers.add(REPLAYED_FOR, Text.bytes(replayedFor));
    }
    return headers;
  }

  /** The data as a record that names what it needs and passes over the rest. */
  <T> T dataAs(JsonRecordReader<T> reader) throws UnreadableEvent {
    if (data == null) {
      throw new UnreadableEvent(type + " without data");
    }
    T value;
    try {
      value = reader.read(data);
    } catch (UnreadableEvent e) {
      throw new UnreadableEvent("the data of " + type + " " + e.getMessage());
    }
    return present(value, "data");
  }

  <T> T present(T value, String field) throws UnreadableEvent {
    if (value == null) {
      throw new UnreadableEvent(type + " without " + field);
    }
    return value;
  }
}
