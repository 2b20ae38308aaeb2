package pet.analytics.rollup;

import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Record;

/**
 * An event as a topology sees it. Headers are read by hand and the data only where it counts: the
 * CloudEvents SDK would build objects for every event that is passed over.
 */
final class SourceEvent {

  private final String id;
  private final String type;
  private final long time;
  private final byte[] data;

  private SourceEvent(String id, String type, long time, byte[] data) {
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

  /** Milliseconds since 1970: {@code ce_time}, or the record's own where there is none. */
  long time() {
    return time;
  }

  static SourceEvent read(Record<byte[], byte[]> record) throws UnreadableEvent {
    String id = header(record.headers(), "ce_id");
    String type = header(record.headers(), "ce_type");
    if (id == null || id.isEmpty() || type == null) {
      throw new UnreadableEvent("not a CloudEvent: ce_id or ce_type is missing");
    }
    return new SourceEvent(
        id, type, time(header(record.headers(), "ce_time"), record.timestamp()), record.value());
  }

  private static long time(String text, long otherwise) throws UnreadableEvent {
    if (text == null) {
      return otherwise;
    }
    try {
      long time = OffsetDateTime.parse(text).toInstant().toEpochMilli();
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

  /** The data as a record that names what it needs and passes over the rest. */
  <T> T dataAs(Class<T> record, ObjectReader reader) throws UnreadableEvent {
    if (data == null) {
      throw new UnreadableEvent(type + " without data");
    }
    T value;
    try {
      value = reader.readValue(data, record);
    } catch (IOException e) {
      // Parsers quote what they read: only the kind is kept.
      throw new UnreadableEvent(
          "the data of " + type + " does not fit (" + e.getClass().getSimpleName() + ")");
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
