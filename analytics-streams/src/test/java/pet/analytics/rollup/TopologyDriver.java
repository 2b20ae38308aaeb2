package pet.analytics.rollup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import pet.messaging.Json;

/** A rollup's topology with time in the test's hands. */
final class TopologyDriver implements AutoCloseable {

  static final Instant NOW = Instant.parse("2026-11-22T19:30:00Z");
  private static final ObjectMapper JSON = Json.tolerant();

  private final TopologyTestDriver driver;
  private final TestInputTopic<String, byte[]> events;
  private final TestOutputTopic<String, byte[]> rollups;
  private final TreeMap<String, JsonNode> latest = new TreeMap<>();

  TopologyDriver(RollupTopology<?> topology) {
    this(topology, NOW);
  }

  TopologyDriver(RollupTopology<?> topology, Instant now) {
    Properties config = new Properties();
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
    config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
    config.put(StreamsConfig.STATE_DIR_CONFIG, scratch().toString());
    driver = new TopologyTestDriver(topology.get(), config, now);
    events =
        driver.createInputTopic(
            topology.source(), new StringSerializer(), new ByteArraySerializer());
    rollups =
        driver.createOutputTopic(
            topology.sink(), new StringDeserializer(), new ByteArrayDeserializer());
  }

  private static Path scratch() {
    try {
      return Files.createTempDirectory(Files.createDirectories(Path.of("target")), "streams");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  TopologyDriver send(ProducerRecord<String, byte[]> record) {
    return send(Events.test(record));
  }

  TopologyDriver send(TestRecord<String, byte[]> record) {
    events.pipeInput(record);
    return this;
  }

  /** Lets both stages flush; returns what was published meanwhile. */
  List<TestRecord<String, byte[]>> settle() {
    driver.advanceWallClockTime(Duration.ofMillis(100));
    driver.advanceWallClockTime(Duration.ofMillis(100));
    return published();
  }

  void advance(Duration time) {
    driver.advanceWallClockTime(time);
  }

  List<TestRecord<String, byte[]>> published() {
    List<TestRecord<String, byte[]>> published = new ArrayList<>(rollups.readRecordsToList());
    for (TestRecord<String, byte[]> record : published) {
      if (record.value() == null) {
        latest.remove(record.key());
      } else {
        latest.put(record.key(), json(record.value()));
      }
    }
    return published;
  }

  /** The latest value of a window, after {@link #settle}. */
  JsonNode rollup(String key) {
    settle();
    return latest.get(key);
  }

  /** The windows there are, after {@link #settle}. */
  List<String> windows() {
    settle();
    return List.copyOf(latest.keySet());
  }

  private static JsonNode json(byte[] value) {
    try {
      return JSON.readTree(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  TopologyTestDriver driver() {
    return driver;
  }

  @Override
  public void close() {
    driver.close();
  }
}
