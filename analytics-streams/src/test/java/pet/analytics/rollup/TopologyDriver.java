package pet.analytics.rollup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
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
import pet.messaging.Topics;

/** A rollup's topology with time in the test's hands. */
final class TopologyDriver implements AutoCloseable {

  static final Instant NOW = Instant.parse("2026-11-22T19:30:00Z");
  private static final Duration LOOK = Duration.ofMillis(10);
  private static final ObjectMapper JSON = Json.tolerant();

  private final TopologyTestDriver driver;
  private final RollupTopology<?> topology;
  private final Map<String, TestInputTopic<String, byte[]>> events = new HashMap<>();
  private final TestOutputTopic<String, byte[]> rollups;
  private final TestOutputTopic<String, byte[]> lates;
  private final TestOutputTopic<String, byte[]> progress;
  private final Map<String, JsonNode> allLate = new HashMap<>();
  private final TreeMap<String, JsonNode> latest = new TreeMap<>();

  TopologyDriver(RollupTopology<?> topology) {
    this(topology, NOW);
  }

  TopologyDriver(RollupTopology<?> topology, Instant now) {
    this(topology, now, Edition.FIRST);
  }

  TopologyDriver(RollupTopology<?> topology, Instant now, Edition edition) {
    Properties config = new Properties();
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
    config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
    config.put(StreamsConfig.STATE_DIR_CONFIG, scratch().toString());
    driver = new TopologyTestDriver(topology.topology(topic -> 1, edition), config, now);
    this.topology = topology;
    for (String topic : topology.sources()) {
      events.put(
          topic, driver.createInputTopic(topic, new StringSerializer(), new ByteArraySerializer()));
    }
    rollups = output(edition.sink(topology.sink()));
    lates = output(edition.sink(Topics.ANALYTICS_LATE));
    progress = output(edition.sink(Topics.ANALYTICS_WATERMARKS));
  }

  private TestOutputTopic<String, byte[]> output(String topic) {
    return driver.createOutputTopic(topic, new StringDeserializer(), new ByteArrayDeserializer());
  }

  private static Path scratch() {
    try {
      return Files.createTempDirectory(Files.createDirectories(Path.of("target")), "streams");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  TopologyDriver send(ProducerRecord<String, byte[]> record) {
    events.get(record.topic()).pipeInput(Events.test(record));
    return this;
  }

  /** The relays of all topics tell that they are drained up to this time. */
  TopologyDriver watermark(String time) {
    topology.sources().forEach(topic -> watermark(topic, time));
    return this;
  }

  /** The relay of one topic tells that it is drained up to this time. */
  TopologyDriver watermark(String topic, String time) {
    events
        .get(topic)
        .pipeInput(
            new TestRecord<>(
                null,
                null,
                new RecordHeaders().add("pet_watermark", time.getBytes(StandardCharsets.UTF_8)),
                Instant.parse(time)));
    return this;
  }

  /** What came late, by its key; null if nothing did. */
  JsonNode late(String key) {
    settle();
    for (TestRecord<String, byte[]> record : lates.readRecordsToList()) {
      allLate.put(record.key(), json(record.value()));
    }
    return allLate.get(key);
  }

  /** The keys that were removed from what came late since that was asked last. */
  List<String> removedLate() {
    return lates.readRecordsToList().stream()
        .filter(record -> record.value() == null)
        .map(TestRecord::key)
        .toList();
  }

  /** How far the rollup has come; null if it has not told. */
  JsonNode progress() {
    settle();
    List<TestRecord<String, byte[]>> told = progress.readRecordsToList();
    return told.isEmpty() ? null : json(told.get(told.size() - 1).value());
  }

  /** What was put aside of a topic since this was asked last. */
  List<TestRecord<byte[], byte[]>> dead(String topic) {
    return driver
        .createOutputTopic(
            Topics.deadLetters(topic), new ByteArrayDeserializer(), new ByteArrayDeserializer())
        .readRecordsToList();
  }

  TopologyDriver send(TestRecord<String, byte[]> record) {
    events.get(topology.source()).pipeInput(record);
    return this;
  }

  /** Lets both stages flush; returns what was published meanwhile. */
  List<TestRecord<String, byte[]>> settle() {
    // Once for each stage.
    advance(Duration.ofMillis(100));
    advance(Duration.ofMillis(100));
    return published();
  }

  void advance(Duration time) {
    advance(driver, time);
  }

  /** Timers run soon after a commit, as they do in Kafka Streams: that is how it is seen to end. */
  static void advance(TopologyTestDriver driver, Duration time) {
    Duration soon = time.compareTo(LOOK) > 0 ? LOOK : time;
    driver.advanceWallClockTime(soon);
    driver.advanceWallClockTime(time.minus(soon));
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

  /** The topics that have been written to, its own included. */
  Set<String> written() {
    settle();
    return driver.producedTopicNames();
  }

  TopologyTestDriver driver() {
    return driver;
  }

  @Override
  public void close() {
    driver.close();
  }
}
