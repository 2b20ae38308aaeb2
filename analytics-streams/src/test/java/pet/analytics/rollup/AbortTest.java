package pet.analytics.rollup;

import static org.assertj.core.api.Assertions.assertThat;
import static pet.analytics.rollup.Events.created;

import com.codahale.metrics.MetricRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;
import org.junit.jupiter.api.Test;

/**
 * Kafka Streams uses a processor again after a transaction was aborted: the stores are what they
 * were, the events come once more, and nothing else may have remained.
 */
class AbortTest {

  private static final String DAY = "day|2026-11-22T00:00:00Z";

  private final DesignsTopology rollup =
      new DesignsTopology(RollupTimes.DEFAULT, new MetricRegistry());
  private final Wiring wiring = new Wiring("designs", rollup.source(), 1, null, 0, Edition.FIRST);
  private final ProcessorSupplier<byte[], byte[], byte[], byte[]> supplier =
      CountingStage.supplier(
          rollup, wiring, RollupTimes.DEFAULT, new RollupMetrics(new MetricRegistry(), "designs"));

  @Test
  void whatWasAbortedIsNotCountedTwice() throws IOException {
    Processor<byte[], byte[], byte[], byte[]> processor = supplier.get();
    ProducerRecord<String, byte[]> event =
        Events.record("2026-11-22T19:05:00Z", created("d1", "ann"));

    process(processor, event, Duration.ZERO);
    List<Long> told = process(processor, event, Duration.ofSeconds(1));

    assertThat(told).containsExactly(1L);
  }

  /** From the beginning, with the stores as they were then: empty. */
  private List<Long> process(
      Processor<byte[], byte[], byte[], byte[]> processor,
      ProducerRecord<String, byte[]> event,
      Duration time)
      throws IOException {
    Path scratch = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "abort");
    Properties config = new Properties();
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
    config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
    config.put(StreamsConfig.STATE_DIR_CONFIG, scratch.toString());
    List<Long> told = new ArrayList<>();
    try (TopologyTestDriver driver =
        new TopologyTestDriver(topology(processor), config, TopologyDriver.NOW)) {
      driver
          .createInputTopic(rollup.source(), new StringSerializer(), new ByteArraySerializer())
          .pipeInput(Events.test(event));
      if (!time.isZero()) {
        TopologyDriver.advance(driver, time);
      }
      for (KeyValue<String, byte[]> counted :
          driver
              .createOutputTopic("counted", new StringDeserializer(), new ByteArrayDeserializer())
              .readKeyValuesToList()) {
        if (counted.key.equals(DAY)) {
          DesignCounts counts = Partial.read(counted.value, rollup);
          told.add(counts.value(WindowKey.parse(DAY), false).created());
        }
      }
    }
    return told;
  }

  private Topology topology(Processor<byte[], byte[], byte[], byte[]> processor) {
    Topology topology = new Topology();
    topology.addSource(
        "events", new ByteArrayDeserializer(), new ByteArrayDeserializer(), rollup.source());
    topology.addProcessor("count", again(processor), "events");
    topology.addSink(
        wiring.counted(), "counted", new ByteArraySerializer(), new ByteArraySerializer(), "count");
    topology.addSink(
        wiring.dead(), "dead", new ByteArraySerializer(), new ByteArraySerializer(), "count");
    return topology;
  }

  /** One and the same processor, in a new coat each time: a supplier has to make new ones. */
  private ProcessorSupplier<byte[], byte[], byte[], byte[]> again(
      Processor<byte[], byte[], byte[], byte[]> processor) {
    return new ProcessorSupplier<>() {
      @Override
      public Processor<byte[], byte[], byte[], byte[]> get() {
        return new Processor<>() {
          @Override
          public void init(ProcessorContext<byte[], byte[]> context) {
            processor.init(context);
          }

          @Override
          public void process(Record<byte[], byte[]> record) {
            processor.process(record);
          }
        };
      }

      @Override
      public Set<StoreBuilder<?>> stores() {
        return supplier.stores();
      }
    };
  }
}
