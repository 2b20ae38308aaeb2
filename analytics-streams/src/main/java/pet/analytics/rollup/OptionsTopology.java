package pet.analytics.rollup;

import com.codahale.metrics.MetricRegistry;
import java.io.DataInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
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

  private static final JsonRecordReader<Design> DESIGN = JsonRecordReader.of(Design.class);

  private record Design(
      Integer revision, String size, String colorId, String hardwareId, String font) {}

  public OptionsTopology(RollupTimes times, MetricRegistry registry) {
    super("options", Topics.DESIGN_EVENTS, Topics.ANALYTICS_OPTIONS, times, registry);
  }

  @Override
  Optional<Feed> feed() {
    return Optional.of(new OrderedDesigns());
  }

  /** 3: some revisions of a design are remembered together. */
  @Override
  public int version() {
    return 3;
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
    Options options =
        new Options(design.size(), design.colorId(), design.hardwareId(), design.font());
    if (event.type().equals("design.created")) {
      tally.add(event.time(), counts -> counts.designed(options));
    }
    String key = Revisions.key(event.key(), revision);
    byte[] known = tally.recall(key);
    for (Revision.Ordered order : Revision.read(Revisions.get(known, revision)).waiting()) {
      tally.add(order.time(), counts -> counts.ordered(options, order.units()));
    }
    tally.remember(key, Revisions.with(known, revision, Revision.of(options)));
  }

  private static void ordered(SourceEvent event, Tally<OptionCounts> tally) throws UnreadableEvent {
    Map<Integer, List<Revision.Ordered>> waiting = new LinkedHashMap<>();
    String design = event.key();
    for (OrderedDesigns.Line line : OrderedDesigns.lines(event)) {
      int revision = line.revision();
      byte[] together = tally.recall(Revisions.key(design, revision));
      Revision known = Revision.read(Revisions.get(together, revision));
      if (known.options() == null) {
        waiting
            .computeIfAbsent(revision, any -> new ArrayList<>(known.waiting()))
            .add(new Revision.Ordered(event.time(), line.units()));
      } else {
        tally.add(event.time(), counts -> counts.ordered(known.options(), line.units()));
      }
    }
    Map<String, byte[]> changed = new HashMap<>();
    waiting.forEach(
        (revision, orders) -> {
          String key = Revisions.key(design, revision);
          byte[] together = changed.containsKey(key) ? changed.get(key) : tally.recall(key);
          changed.put(key, Revisions.with(together, revision, Revision.of(orders)));
        });
    changed.forEach(tally::remember);
  }

  /** An order's lines, each brought to its design. */
  private static final class OrderedDesigns implements Feed {

    private static final JsonRecordReader<Order> ORDER =
        JsonRecordReader.of(Order.class, OrderLine.class);
    private static final int LINE_BYTES = Integer.BYTES + Long.BYTES;

    private record Order(List<OrderLine> designs) {}

    private record OrderLine(String designId, Integer revision, Integer units) {}

    record Line(int revision, long units) {}

    static List<Line> lines(SourceEvent event) {
      ByteBuffer bytes = ByteBuffer.wrap(event.data());
      List<Line> lines = new ArrayList<>(bytes.remaining() / LINE_BYTES);
      while (bytes.hasRemaining()) {
        lines.add(new Line(bytes.getInt(), bytes.getLong()));
      }
      return lines;
    }

    private static byte[] bytes(List<Line> lines) {
      ByteBuffer bytes = ByteBuffer.allocate(lines.size() * LINE_BYTES);
      lines.forEach(line -> bytes.putInt(line.revision()).putLong(line.units()));
      return bytes.array();
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
    public Map<String, byte[]> route(SourceEvent event, Tally<?> tally) throws UnreadableEvent {
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
      byDesign.forEach((id, lines) -> routes.put(id, bytes(lines)));
      return routes;
    }
  }
}
