package pet.analytics.rollup;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.util.Optional;
import pet.messaging.Json;

/** Reads JSON as a record; properties that the record does not have are skipped. */
final class JsonRecordReader<T> {

  private final ObjectReader reader;
  private final Optional<FlatRecordReader<T>> flat;

  private JsonRecordReader(ObjectReader reader, Optional<FlatRecordReader<T>> flat) {
    this.reader = reader;
    this.flat = flat;
  }

  /**
   * A reader of a record.
   *
   * @param parts the types of records within it
   */
  static <T> JsonRecordReader<T> of(Class<T> record, Class<?>... parts) {
    ObjectMapper json = Json.tolerant().copy();
    // Without this a tolerant mapper still copies the properties that it skips.
    passOver(json, record);
    for (Class<?> part : parts) {
      passOver(json, part);
    }
    return new JsonRecordReader<>(json.readerFor(record), FlatRecordReader.of(record));
  }

  private static void passOver(ObjectMapper json, Class<?> record) {
    json.configOverride(record).setIgnorals(JsonIgnoreProperties.Value.forIgnoreUnknown(true));
  }

  /** Its error does not quote the JSON. */
  T read(byte[] json) throws UnreadableEvent {
    Optional<T> usual = flat.flatMap(record -> record.read(reader.getFactory(), json));
    if (usual.isPresent()) {
      return usual.get();
    }
    try {
      return reader.readValue(json);
    } catch (IOException e) {
      // Parsers quote what they read: only the kind is kept.
      throw new UnreadableEvent("does not fit (" + e.getClass().getSimpleName() + ")");
    }
  }
}
