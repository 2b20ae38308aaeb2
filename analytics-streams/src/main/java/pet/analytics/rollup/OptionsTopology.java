package pet.analytics.rollup;

import com.codahale.metrics.MetricRegistry;
import java.io.DataInput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import pet.analytics.rollup.OptionCounts.Options;
import pet.messaging.Topics;

/**
 * {@code pet.design.events} and {@code pet.order.events} into {@code pet.analytics.options}. An
 * order names the revisions of designs that it is made of; what they look like is remembered from
 * the designs' events. An order that comes before its design is remembered until that comes.
 */
public final class OptionsTopology extends RollupTopology<OptionCounts> {

  private static final Shape<Design> DESIGN = Shape.of(Design.class);
  private static final Shape<Waiting> WAITING = Shape.of(Waiting.class);

  private record Design(
      Integer revision, String size, String colorId, String hardwareId, String font) {}

  /** What was ordered of a design at one time. */
  private record Ordered(long time, int revision, long units) {}

  private record Waiting(List<Ordered> orders) {}

  public OptionsTopology(RollupTimes times, MetricRegistry registry) {
    super("options", Topics.DESIGN_EVENTS, Topics.ANALYTICS_OPTIONS, times, registry);
  }

  @Override
  Optional<Feed> feed() {
    return Optional.of(new OrderedDesigns());
  }

  @Override
  public OptionCounts empty() {
    return new OptionCounts();
  }

  @Override
  public OptionCounts read(DataInput in) throws IOException {
    return OptionCounts.read(in);
  }

  @Override
  public boolean counts(String type) {
    return type.equals("design.created")
        || type.equals("design.updated")
        || type.equals("order.created");
  }

  @Override
  public void count(SourceEvent event, Tally<OptionCounts> tally) throws UnreadableEvent {
    if (event.type().equals("order.created")) {
      ordered(event, tally);
    } else {
      designed(event, tally);
    }
  }

  private static void designed(SourceEvent event, Tally<OptionCounts> tally)
      throws UnreadableEvent {
    Design design = event.dataAs(DESIGN);
    int revision = event.present(design.revision(), "revision");
    Options options = options(design);
    if (event.type().equals("design.created")) {
      tally.add(event.time(), counts -> counts.designed(options));
    }
    tally.remember(revisionKey(event.key(), revision), event.data());
    List<Ordered> waiting = waiting(event.key(), tally);
    List<Ordered> left = new ArrayList<>();
    for (Ordered order : waiting) {
      if (order.revision() == revision) {
        tally.add(order.time(), counts -> counts.ordered(options, order.units()));
      } else {
        left.add(order);
      }
    }
    if (left.size() < waiting.size()) {
      tally.remember(event.key(), left.isEmpty() ? null : Publication.json(new Waiting(left)));
    }
  }

  private static void ordered(SourceEvent event, Tally<OptionCounts> tally) throws UnreadableEvent {
    List<Ordered> waiting = waiting(event.key(), tally);
    int before = waiting.size();
    for (OrderedDesigns.Line line : OrderedDesigns.lines(event)) {
      byte[] known = tally.recall(revisionKey(event.key(), line.revision()));
      if (known == null) {
        waiting.add(new Ordered(event.time(), line.revision(), line.units()));
      } else {
        Options options = options(DESIGN.read(known));
        tally.add(event.time(), counts -> counts.ordered(options, line.units()));
      }
    }
    if (waiting.size() > before) {
      tally.remember(event.key(), Publication.json(new Waiting(waiting)));
    }
  }

  private static Options options(Design design) {
    return new Options(design.size(), design.colorId(), design.hardwareId(), design.font());
  }

  private static String revisionKey(String design, int revision) {
    return design + '/' + revision;
  }

  private static List<Ordered> waiting(String design, Tally<OptionCounts> tally)
      throws UnreadableEvent {
    byte[] bytes = tally.recall(design);
    return bytes == null ? new ArrayList<>() : new ArrayList<>(WAITING.read(bytes).orders());
  }

  /** An order's lines, each brought to its design. */
  private static final class OrderedDesigns implements Feed {

    private static final Shape<Order> ORDER = Shape.of(Order.class);
    private static final Shape<Lines> LINES = Shape.of(Lines.class);

    private record Order(List<OrderLine> designs) {}

    private record OrderLine(String designId, Integer revision, Integer units) {}

    record Line(int revision, long units) {}

    private record Lines(List<Line> lines) {}

    static List<Line> lines(SourceEvent event) throws UnreadableEvent {
      return event.dataAs(LINES).lines();
    }

    @Override
    public String topic() {
      return Topics.ORDER_EVENTS;
    }

    @Override
    public boolean counts(String type) {
      return type.equals("order.created");
    }

    @Override
    public Map<String, byte[]> route(SourceEvent event, Tally<?> memory) throws UnreadableEvent {
      Map<String, List<Line>> byDesign = new LinkedHashMap<>();
      List<OrderLine> designs = event.dataAs(ORDER).designs();
      // Events from before lines were told have none.
      for (OrderLine line : designs == null ? List.<OrderLine>of() : designs) {
        String id = event.present(line.designId(), "designId");
        int revision = event.present(line.revision(), "revision");
        int units = event.present(line.units(), "units");
        byDesign.computeIfAbsent(id, any -> new ArrayList<>()).add(new Line(revision, units));
      }
      Map<String, byte[]> routes = new LinkedHashMap<>();
      byDesign.forEach((id, lines) -> routes.put(id, Publication.json(new Lines(lines))));
      return routes;
    }
  }
}
