package pet.analytics.rollup;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.util.Optional;
import pet.messaging.Json;

/** Reads JSON as a record that names what it needs; the rest is passed over. */
final class Shape<T> {

  private final ObjectReader reader;
  private final Optional<FlatRecord<T>> flat;

  private Shape(ObjectReader reader, Optional<FlatRecord<T>> flat) {
    this.reader = reader;
    this.flat = flat;
  }

  /**
   * The shape of a record.
   *
   * @param parts records within it
   */
  static <T> Shape<T> of(Class<T> record, Class<?>... parts) {
    ObjectMapper json = Json.tolerant().copy();
    // Tolerance alone copies what it passes over, in case somebody should ask.
    passOver(json, record);
    for (Class<?> part : parts) {
      passOver(json, part);
    }
    return new Shape<>(json.readerFor(record), FlatRecord.of(record));
  }

  private static void passOver(ObjectMapper json, Class<?> record) {
    json.configOverride(record).setIgnorals(JsonIgnoreProperties.Value.forIgnoreUnknown(true));
  }

  /** What is wrong is said without repeating it. */
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
