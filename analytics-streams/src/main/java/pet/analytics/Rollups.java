package pet.analytics;

import com.codahale.metrics.MetricRegistry;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import pet.analytics.rollup.DesignsTopology;
import pet.analytics.rollup.FulfilmentTopology;
import pet.analytics.rollup.FunnelTopology;
import pet.analytics.rollup.Grain;
import pet.analytics.rollup.OptionsTopology;
import pet.analytics.rollup.OrdersTopology;
import pet.analytics.rollup.RollupTimes;
import pet.analytics.rollup.RollupTopology;
import pet.analytics.rollup.WebhooksTopology;
import pet.domain.analytics.PersonalCounts;
import pet.messaging.Topics;

/** The rollups there are. */
final class Rollups {

  private final List<RollupTopology<?>> topologies;

  Rollups(RollupTimes times, MetricRegistry metrics) {
    this(
        List.of(
            new DesignsTopology(times, metrics),
            new OrdersTopology(times, metrics),
            new OptionsTopology(times, metrics),
            new FunnelTopology(times, metrics),
            new FulfilmentTopology(times, metrics),
            new WebhooksTopology(times, metrics)));
  }

  Rollups(List<RollupTopology<?>> topologies) {
    this.topologies = topologies;
  }

  List<RollupTopology<?>> all() {
    return topologies;
  }

  /** By its name, such as {@code designs}. */
  Optional<RollupTopology<?>> named(String name) {
    return topologies.stream().filter(topology -> topology.name().equals(name)).findFirst();
  }

  /** Those of these names, or all where none is named. */
  List<RollupTopology<?>> named(List<String> names) {
    if (names.isEmpty()) {
      return topologies;
    }
    return names.stream().distinct().<RollupTopology<?>>map(this::required).toList();
  }

  private RollupTopology<?> required(String name) {
    return named(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "setting analytics.rollups must name rollups ("
                        + topologies.stream()
                            .map(RollupTopology::name)
                            .collect(Collectors.joining(", "))
                        + "), not \""
                        + name
                        + "\""));
  }

  /** Topics of events. */
  List<String> sources() {
    return topologies.stream().flatMap(topology -> topology.sources().stream()).distinct().toList();
  }

  /** Topics of what cannot be processed. */
  List<String> deadLetters() {
    return sources().stream().map(Topics::deadLetters).toList();
  }

  /** Compacted topics: of rollups, of what came late, and of how far they have come. */
  List<String> sinks() {
    return Stream.concat(
            topologies.stream().map(RollupTopology::sink),
            Stream.of(Topics.ANALYTICS_LATE, Topics.ANALYTICS_WATERMARKS))
        .toList();
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
                                topology.grains().stream()
                                    .map(grain -> count(topology, field, grain))))
            .toList());
  }

  private static PersonalCounts.Count count(RollupTopology<?> topology, String field, Grain grain) {
    Integer days = grain.retention().map(kept -> Math.toIntExact(kept.toDays())).orElse(null);
    return new PersonalCounts.Count(topology.name(), field, grain.key(), days);
  }
}
