package pet.analytics.rollup;

import static org.assertj.core.api.Assertions.assertThat;
import static pet.analytics.rollup.Events.created;

import com.codahale.metrics.MetricRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Processor;
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
  private final ProcessorSupplier<byte[], byte[], byte[], byte[]> supplier =
      CountingStage.supplier(
          rollup,
          new Wiring("designs", rollup.source(), 1, null, 0),
          RollupTimes.DEFAULT,
          new RollupMetrics(new MetricRegistry(), "designs"));

  @Test
  void whatWasAbortedIsNotCountedTwice() throws IOException {
    Processor<byte[], byte[], byte[], byte[]> processor = supplier.get();
    ProducerRecord<String, byte[]> event =
        Events.record("2026-11-22T19:05:00Z", created("d1", "ann"));

    process(processor, event);
    MockProcessorContext<byte[], byte[]> again = process(processor, event);

    again.scheduledPunctuators().get(0).getPunctuator().punctuate(0);
    List<Long> told = new ArrayList<>();
    for (var forwarded : again.forwarded()) {
      if (Text.of(forwarded.record().key()).equals(DAY)) {
        DesignCounts counts = Partial.read(forwarded.record().value(), rollup);
        told.add(counts.value(WindowKey.parse(DAY), false).created());
      }
    }
    assertThat(told).containsExactly(1L);
  }

  /** From the beginning, with the stores as they were then: empty. */
  private MockProcessorContext<byte[], byte[]> process(
      Processor<byte[], byte[], byte[], byte[]> processor, ProducerRecord<String, byte[]> event)
      throws IOException {
    Path scratch = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "abort");
    Properties config = new Properties();
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
    config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
    MockProcessorContext<byte[], byte[]> context =
        new MockProcessorContext<>(config, new TaskId(0, 0), scratch.toFile());
    context.setCurrentSystemTimeMs(TopologyDriver.NOW.toEpochMilli());
    context.setCurrentStreamTimeMs(event.timestamp());
    for (StoreBuilder<?> builder : supplier.stores()) {
      StateStore store = builder.withLoggingDisabled().withCachingDisabled().build();
      store.init(context.getStateStoreContext(), store);
      context.addStateStore(store);
    }
    processor.init(context);
    processor.process(
        new Record<>(Text.bytes(event.key()), event.value(), event.timestamp(), event.headers()));
    return context;
  }
}
