package pet.analytics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.streams.KafkaStreams;

/**
 * Tells a start after a crash from one after an orderly stop. What a crash leaves on disk may hold
 * what was never committed, so Kafka Streams opens it, finds it unfit, throws it away and starts
 * over, which takes seconds. With this we throw it away first.
 */
final class CrashMark {

  private final Path file;

  CrashMark(String application, AnalyticsSettings settings) {
    file = settings.stateDirectory().resolve(application + ".running");
  }

  /** To be called before the start, when Kafka Streams holds the lock on its directory. */
  void begin(KafkaStreams streams) {
    try {
      if (Files.exists(file)) {
        streams.cleanUp();
      } else {
        Files.createDirectories(file.getParent());
        Files.createFile(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "setting analytics.stateDirectory must be a directory that can be written", e);
    }
  }

  /** After an orderly stop. */
  void end() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
