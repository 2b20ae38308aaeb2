package pet.analytics.rollup;

import com.codahale.metrics.MetricRegistry;
import java.io.DataInput;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import pet.messaging.Topics;

/** {@code pet.design.events} into {@code pet.analytics.designs}. */
public final class DesignsTopology extends RollupTopology<DesignCounts> {

  private static final JsonRecordReader<Designer> DESIGNER = JsonRecordReader.of(Designer.class);

  private static final Map<String, Kind> KINDS =
      Map.of(
          "design.created", DesignCounts::created,
          "design.updated", DesignCounts::updated,
          "design.shared", DesignCounts::shared,
          "design.deleted", DesignCounts::deleted);

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
  public boolean counts(String type) {
    return KINDS.containsKey(type);
  }

  @Override
  public void count(SourceEvent event, Tally<DesignCounts> tally) throws UnreadableEvent {
    Kind kind = KINDS.get(event.type());
    String userId = event.dataAs(DESIGNER).userId();
    tally.add(event.time(), counts -> kind.count(counts, userId));
  }

  /** One kind of event, which counts itself and whoever did it. */
  @FunctionalInterface
  private interface Kind {
    void count(DesignCounts counts, String userId);
  }
}
