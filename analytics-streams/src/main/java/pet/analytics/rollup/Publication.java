package pet.analytics.rollup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.UncheckedIOException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import pet.messaging.Json;

/**
 * A value on its way out.
 *
 * @param json null removes the key
 */
record Publication(String topic, String json) {

  private static final ObjectWriter JSON = Json.tolerant().writer();

  /** Writes the JSON alone; is never read. */
  static final Serde<Publication> SERDE =
      Serdes.serdeFrom(
          (topic, publication) ->
              publication.json() == null ? null : Text.bytes(publication.json()),
          (topic, bytes) -> new Publication(topic, Text.of(bytes)));

  static Publication of(String topic, Object value) {
    return new Publication(topic, Text.of(json(value)));
  }

  static byte[] json(Object value) {
    try {
      return JSON.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Publication removal(String topic) {
    return new Publication(topic, null);
  }
}
