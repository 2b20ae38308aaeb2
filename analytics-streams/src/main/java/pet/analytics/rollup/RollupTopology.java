package pet.analytics.rollup;

import com.codahale.metrics.MetricRegistry;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.UsePartitionTimeOnInvalidTimestamp;

/**
 * From events to the windows of one rollup: count where the events lie, add up by window, publish.
 */
public abstract class RollupTopology<C extends Counts<C>> implements Rollup<C>, Supplier<Topology> {

  private static final Serde<byte[]> BYTES = Serdes.ByteArray();
  private static final Serde<String> TEXT = Serdes.String();

  private final String name;
  private final String source;
  private final String sink;
  private final RollupTimes times;
  private final RollupMetrics metrics;

  RollupTopology(
      String name, String source, String sink, RollupTimes times, MetricRegistry registry) {
    this.name = name;
    this.source = source;
    this.sink = sink;
    this.times = times;
    this.metrics = new RollupMetrics(registry, name);
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final String source() {
    return source;
  }

  @Override
  public final String sink() {
    return sink;
  }

  /** The field of its values that counts people, by their ids; empty if none does. */
  public Optional<String> peopleField() {
    return Optional.empty();
  }

  /** This topology alone. */
  @Override
  public final Topology get() {
    StreamsBuilder builder = new StreamsBuilder();
    addTo(builder);
    return builder.build();
  }

  /** Adds it to others that run in the same Kafka Streams instance. */
  public final void addTo(StreamsBuilder builder) {
    builder.stream(
            source,
            Consumed.with(BYTES, BYTES)
                .withName(name + "-events")
                .withTimestampExtractor(new UsePartitionTimeOnInvalidTimestamp()))
        .process(CountingStage.supplier(this, times, metrics), Named.as(name + "-count"))
        .repartition(Repartitioned.with(TEXT, BYTES).withName(name + "-partials"))
        .process(MergingStage.supplier(this, times), Named.as(name + "-merge"))
        .to(sink, Produced.with(TEXT, BYTES).withName(name + "-rollup"));
  }
}
