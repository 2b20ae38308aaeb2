package pet.analytics;

import com.codahale.metrics.MetricRegistry;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import pet.analytics.rollup.DesignsTopology;
import pet.analytics.rollup.Grain;
import pet.analytics.rollup.OrdersTopology;
import pet.analytics.rollup.RollupTimes;
import pet.analytics.rollup.RollupTopology;
import pet.domain.analytics.PersonalCounts;

/**
 * The rollups there are. They run in one Kafka Streams instance: each instance has consumers, a
 * producer, an admin client and threads of its own, some 20 MiB, while topologies side by side in
 * one instance share them and are told apart by their names.
 */
final class Rollups implements Supplier<Topology> {

  private final List<RollupTopology<?>> topologies;

  Rollups(RollupTimes times, MetricRegistry metrics) {
    topologies = List.of(new DesignsTopology(times, metrics), new OrdersTopology(times, metrics));
  }

  /** All of them as one topology. */
  @Override
  public Topology get() {
    StreamsBuilder builder = new StreamsBuilder();
    topologies.forEach(topology -> topology.addTo(builder));
    return builder.build();
  }

  /** Topics of events. */
  List<String> sources() {
    return topologies.stream().map(RollupTopology::source).distinct().toList();
  }

  /** Topics of rollups. */
  List<String> sinks() {
    return topologies.stream().map(RollupTopology::sink).toList();
  }

  /** The topic of a rollup's name, such as {@code designs}. */
  Optional<String> sinkOf(String name) {
    return topologies.stream()
        .filter(topology -> topology.name().equals(name))
        .<String>map(RollupTopology::sink)
        .findFirst();
  }

  /** Where people are counted, and how long that is kept. */
  PersonalCounts personalCounts() {
    return new PersonalCounts(
        topologies.stream()
            .flatMap(
                topology ->
                    topology.peopleField().stream()
                        .flatMap(
                            field ->
                                Arrays.stream(Grain.values())
                                    .map(grain -> count(topology, field, grain))))
            .toList());
  }

  private static PersonalCounts.Count count(RollupTopology<?> topology, String field, Grain grain) {
    Integer days = grain.retention().map(kept -> Math.toIntExact(kept.toDays())).orElse(null);
    return new PersonalCounts.Count(topology.name(), field, grain.key(), days);
  }
}
