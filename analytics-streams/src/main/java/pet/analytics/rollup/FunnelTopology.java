package pet.analytics.rollup;

import com.codahale.metrics.MetricRegistry;
import java.io.DataInput;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import pet.analytics.rollup.FunnelCounts.Step;
import pet.domain.order.OrderStatus;
import pet.messaging.Topics;

/**
 * {@code pet.design.events} and {@code pet.order.events} into {@code pet.analytics.funnel}: what
 * became of the designs of each day, for 90 days. The steps of a design count in the day of its
 * creation, in whatever order its events come.
 */
public final class FunnelTopology extends RollupTopology<FunnelCounts> {

  /** Who has not ordered by then will hardly; what comes later is counted as late. */
  private static final Duration FOLLOWED = Duration.ofDays(90);

  private static final Shape<Design> DESIGN = Shape.of(Design.class);
  private static final Shape<Journey> JOURNEY = Shape.of(Journey.class);
  private static final byte[] NOTHING = Text.bytes("{}");

  /**
   * What is remembered of a design.
   *
   * @param created null until that is known
   */
  private record Journey(Long created, Set<Step> reached) {}

  /** Of a design's event nothing but its key and its time is needed. */
  private record Design() {}

  public FunnelTopology(RollupTimes times, MetricRegistry registry) {
    super("funnel", Topics.DESIGN_EVENTS, Topics.ANALYTICS_FUNNEL, times, registry);
  }

  @Override
  Optional<Feed> feed() {
    return Optional.of(new OrdersOfDesigns());
  }

  @Override
  public Set<Grain> grains() {
    return EnumSet.of(Grain.DAY);
  }

  @Override
  public Duration grace() {
    return FOLLOWED;
  }

  @Override
  public FunnelCounts empty() {
    return new FunnelCounts();
  }

  @Override
  public FunnelCounts read(DataInput in) throws IOException {
    return FunnelCounts.read(in);
  }

  @Override
  public boolean counts(String type) {
    return type.equals("design.created")
        || type.equals("design.shared")
        || OrdersOfDesigns.TYPES.contains(type);
  }

  @Override
  public void count(SourceEvent event, Tally<FunnelCounts> tally) throws UnreadableEvent {
    if (event.type().startsWith("design.")) {
      // What is no event to the other rollups is none to this one.
      event.dataAs(DESIGN);
    }
    Step step =
        switch (event.type()) {
          case "design.created" -> Step.CREATED;
          case "design.shared" -> Step.SHARED;
          case "order.created" -> Step.ORDERED;
          default -> Step.DELIVERED;
        };
    byte[] known = tally.recall(event.key());
    Journey journey = known == null ? new Journey(null, Set.of()) : JOURNEY.read(known);
    if (journey.reached().contains(step)) {
      return;
    }
    Set<Step> reached = EnumSet.of(step);
    reached.addAll(journey.reached());
    Long created = step == Step.CREATED ? Long.valueOf(event.time()) : journey.created();
    if (created != null) {
      Set<Step> counting = step == Step.CREATED ? reached : EnumSet.of(step);
      counting.forEach(each -> tally.add(created, counts -> counts.reached(each)));
    }
    tally.remember(event.key(), Publication.json(new Journey(created, reached)));
  }

  /** That an order was placed and delivered, brought to the designs that are in it. */
  private static final class OrdersOfDesigns implements Feed {

    static final Set<String> TYPES = Set.of("order.created", "order.status_changed");

    private static final Shape<Created> CREATED = Shape.of(Created.class);
    private static final Shape<Moved> MOVED = Shape.of(Moved.class);
    private static final Shape<Designs> DESIGNS = Shape.of(Designs.class);

    private record Created(List<Line> designs) {}

    private record Line(String designId) {}

    private record Moved(OrderStatus to) {}

    /** Of an order that is under way. */
    private record Designs(Set<String> ids) {}

    @Override
    public String topic() {
      return Topics.ORDER_EVENTS;
    }

    @Override
    public boolean counts(String type) {
      return TYPES.contains(type);
    }

    @Override
    public Map<String, byte[]> route(SourceEvent event, Tally<?> memory) throws UnreadableEvent {
      if (event.type().equals("order.created")) {
        return placed(event, memory);
      }
      OrderStatus to = event.present(event.dataAs(MOVED).to(), "to");
      if (to != OrderStatus.DELIVERED && to != OrderStatus.CANCELLED) {
        return Map.of();
      }
      byte[] known = memory.recall(event.key());
      memory.remember(event.key(), null);
      return known == null || to == OrderStatus.CANCELLED
          ? Map.of()
          : routes(DESIGNS.read(known).ids());
    }

    private static Map<String, byte[]> placed(SourceEvent event, Tally<?> memory)
        throws UnreadableEvent {
      List<Line> lines = event.dataAs(CREATED).designs();
      Set<String> designs = new LinkedHashSet<>();
      // Events from before lines were told have none.
      for (Line line : lines == null ? List.<Line>of() : lines) {
        designs.add(event.present(line.designId(), "designId"));
      }
      if (!designs.isEmpty()) {
        memory.remember(event.key(), Publication.json(new Designs(designs)));
      }
      return routes(designs);
    }

    private static Map<String, byte[]> routes(Set<String> designs) {
      Map<String, byte[]> routes = new LinkedHashMap<>();
      designs.forEach(id -> routes.put(id, NOTHING));
      return routes;
    }
  }
}
