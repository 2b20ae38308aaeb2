package pet.analytics.rollup;

import com.codahale.metrics.MetricRegistry;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.UsePartitionTimeOnInvalidTimestamp;
import pet.messaging.Topics;

/**
 * From events to the windows of one rollup: count where the events lie, add up by window, publish.
 */
public abstract class RollupTopology<C extends Counts<C>> implements Rollup<C> {

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

  @Override
  public Set<Grain> grains() {
    return EnumSet.allOf(Grain.class);
  }

  @Override
  public Duration grace() {
    return times.grace();
  }

  /** Events of another topic that it needs as well. */
  Optional<Feed> feed() {
    return Optional.empty();
  }

  /** Whether a window has several values, one for each topic, stage or the like. */
  public boolean hasDimension() {
    return false;
  }

  /** Dimensions that there are before anything is counted; none where events name them. */
  public Set<String> dimensions() {
    return Set.of();
  }

  /** The topics of events that it reads. */
  public final List<String> sources() {
    return feed().map(feed -> List.of(source, feed.topic())).orElse(List.of(source));
  }

  /** The value of a window in which nothing happened, as JSON. */
  public final String zero(WindowKey window, boolean isFinal) {
    return Text.of(Publication.json(empty().value(window, isFinal)));
  }

  /**
   * Which version of the counting this is. To be raised whenever something else is counted, or is
   * kept in another form: what an earlier version has counted is not gone on with, but counted anew
   * by {@code make analytics-rebuild}.
   */
  public int version() {
    return 1;
  }

  /** Fields of its values that are estimated by a sketch which draws lots: equal runs differ. */
  public Set<String> estimates() {
    return Set.of();
  }

  /**
   * The topology as it runs where nothing was ever rebuilt.
   *
   * @param partitions how many partitions a topic has
   */
  public final Topology topology(ToIntFunction<String> partitions) {
    return topology(partitions, Edition.FIRST);
  }

  /**
   * The topology.
   *
   * @param partitions how many partitions a topic has
   */
  public final Topology topology(ToIntFunction<String> partitions, Edition edition) {
    String feed = feed().map(Feed::topic).orElse(null);
    Wiring wiring =
        new Wiring(
            name,
            source,
            partitions.applyAsInt(source),
            feed,
            feed == null ? 0 : partitions.applyAsInt(feed),
            edition);
    StreamsBuilder builder = new StreamsBuilder();
    KStream<byte[], byte[]> events = events(builder, source, name + "-events");
    if (feed().isPresent()) {
      events = events.merge(fed(builder, feed().get(), wiring), Named.as(name + "-all"));
    }
    KStream<byte[], byte[]> counted =
        events.process(
            CountingStage.supplier(this, wiring, times, metrics), Named.as(name + "-count"));
    counted.to(
        edition.sink(Topics.deadLetters(source)),
        Produced.with(BYTES, BYTES).withName(wiring.dead()));
    counted
        .repartition(repartitioned(name + "-partials", wiring))
        .process(MergingStage.supplier(this, wiring, times), Named.as(name + "-merge"))
        .to(
            (key, publication, context) -> edition.sink(publication.topic()),
            Produced.with(TEXT, Publication.SERDE).withName(name + "-rollup"));
    return builder.build();
  }

  private KStream<byte[], byte[]> fed(StreamsBuilder builder, Feed feed, Wiring wiring) {
    KStream<byte[], byte[]> routed =
        events(builder, feed.topic(), name + "-feed-events")
            .process(FeedStage.supplier(feed, wiring, times, metrics), Named.as(name + "-route"));
    routed.to(
        wiring.edition().sink(Topics.deadLetters(feed.topic())),
        Produced.with(BYTES, BYTES).withName(wiring.deadOfFeed()));
    return routed.repartition(repartitioned(name + "-feed", wiring));
  }

  private static KStream<byte[], byte[]> events(StreamsBuilder builder, String topic, String node) {
    return builder.stream(
        topic,
        Consumed.with(BYTES, BYTES)
            .withName(node)
            .withTimestampExtractor(new UsePartitionTimeOnInvalidTimestamp()));
  }

  private static Repartitioned<byte[], byte[]> repartitioned(String node, Wiring wiring) {
    return Repartitioned.with(BYTES, BYTES)
        .withName(node)
        .withNumberOfPartitions(wiring.partitions())
        .withStreamPartitioner(new WatermarkPartitioner());
  }
}
