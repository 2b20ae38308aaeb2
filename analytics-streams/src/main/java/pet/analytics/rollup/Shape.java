package pet.analytics.rollup;

import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import pet.messaging.Json;

/** Reads JSON as a record that names what it needs; the rest is passed over. */
final class Shape<T> {

  private final ObjectReader reader;

  private Shape(ObjectReader reader) {
    this.reader = reader;
  }

  static <T> Shape<T> of(Class<T> record) {
    return new Shape<>(Json.tolerant().readerFor(record));
  }

  /** What is wrong is said without repeating it. */
  T read(byte[] json) throws UnreadableEvent {
    try {
      return reader.readValue(json);
    } catch (IOException e) {
      // Parsers quote what they read: only the kind is kept.
      throw new UnreadableEvent("does not fit (" + e.getClass().getSimpleName() + ")");
    }
  }
}
