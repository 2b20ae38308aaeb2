package pet.analytics.rollup;

import com.codahale.metrics.MetricRegistry;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.DataInput;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import pet.messaging.Json;
import pet.messaging.Topics;

/** {@code pet.design.events} into {@code pet.analytics.designs}. */
public final class DesignsTopology extends RollupTopology<DesignCounts> {

  private static final ObjectReader DESIGNER = Json.tolerant().readerFor(Designer.class);

  /** What counts in the data of every design event. */
  private record Designer(String userId) {}

  public DesignsTopology(RollupTimes times, MetricRegistry registry) {
    this(Topics.DESIGN_EVENTS, Topics.ANALYTICS_DESIGNS, times, registry);
  }

  public DesignsTopology(String source, String sink, RollupTimes times, MetricRegistry registry) {
    super("designs", source, sink, times, registry);
  }

  @Override
  public Optional<String> peopleField() {
    return Optional.of("designers");
  }

  @Override
  public DesignCounts empty() {
    return new DesignCounts();
  }

  @Override
  public DesignCounts read(DataInput in) throws IOException {
    return DesignCounts.read(in);
  }

  @Override
  public Optional<Consumer<DesignCounts>> increment(SourceEvent event) throws UnreadableEvent {
    return switch (event.type()) {
      case "design.created" -> by(event, DesignCounts::created);
      case "design.updated" -> by(event, DesignCounts::updated);
      case "design.shared" -> by(event, DesignCounts::shared);
      case "design.deleted" -> by(event, DesignCounts::deleted);
      default -> Optional.empty();
    };
  }

  /** One kind of event, which counts itself and whoever did it. */
  @FunctionalInterface
  private interface Kind {
    void count(DesignCounts counts, String userId);
  }

  private static Optional<Consumer<DesignCounts>> by(SourceEvent event, Kind kind)
      throws UnreadableEvent {
    String userId = event.dataAs(Designer.class, DESIGNER).userId();
    return Optional.of(counts -> kind.count(counts, userId));
  }
}
