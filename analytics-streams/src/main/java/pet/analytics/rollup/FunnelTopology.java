package pet.analytics.rollup;

import com.codahale.metrics.MetricRegistry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
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

  private static final JsonRecordReader<Design> DESIGN = JsonRecordReader.of(Design.class);
  private static final byte[] NOTHING = new byte[0];
  private static final List<Step> STEPS = List.of(Step.values());

  /**
   * What is remembered of a design, in nine bytes.
   *
   * @param created {@link #NOT_YET} until that is known
   * @param reached the bits of its steps
   */
  private record Journey(long created, int reached) {

    static final long NOT_YET = Long.MIN_VALUE;

    private static final Journey NONE = new Journey(NOT_YET, 0);

    static Journey read(byte[] bytes) {
      if (bytes == null) {
        return NONE;
      }
      ByteBuffer in = ByteBuffer.wrap(bytes);
      return new Journey(in.getLong(), in.get());
    }

    byte[] bytes() {
      return ByteBuffer.allocate(Long.BYTES + 1).putLong(created).put((byte) reached).array();
    }

    boolean hasReached(Step step) {
      return (reached & step.bit) != 0;
    }

    Journey to(Step step, long time) {
      return new Journey(step == Step.CREATED ? time : created, reached | step.bit);
    }
  }

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

  /** 2: what has become of a design is remembered in bytes of its own, not as JSON. */
  @Override
  public int version() {
    return 2;
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
    Journey before = Journey.read(tally.recall(event.key()));
    if (before.hasReached(step)) {
      return;
    }
    Journey now = before.to(step, event.time());
    if (now.created() != Journey.NOT_YET) {
      for (Step each : STEPS) {
        // Steps that came before the design count with it.
        if (each == step || (step == Step.CREATED && now.hasReached(each))) {
          tally.add(now.created(), counts -> counts.reached(each));
        }
      }
    }
    tally.remember(event.key(), now.bytes());
  }

  /** That an order was placed and delivered, brought to the designs that are in it. */
  private static final class OrdersOfDesigns implements Feed {

    static final Set<String> TYPES = Set.of("order.created", "order.status_changed");

    private static final JsonRecordReader<Created> CREATED =
        JsonRecordReader.of(Created.class, Line.class);
    private static final JsonRecordReader<Moved> MOVED = JsonRecordReader.of(Moved.class);

    private record Created(List<Line> designs) {}

    private record Line(String designId) {}

    private record Moved(OrderStatus to) {}

    @Override
    public String topic() {
      return Topics.ORDER_EVENTS;
    }

    @Override
    public boolean counts(String type) {
      return TYPES.contains(type);
    }

    @Override
    public Map<String, byte[]> route(SourceEvent event, Tally<?> tally) throws UnreadableEvent {
      if (event.type().equals("order.created")) {
        return placed(event, tally);
      }
      OrderStatus to = event.present(event.dataAs(MOVED).to(), "to");
      if (to != OrderStatus.DELIVERED && to != OrderStatus.CANCELLED) {
        return Map.of();
      }
      byte[] known = tally.recall(event.key());
      tally.remember(event.key(), null);
      return known == null || to == OrderStatus.CANCELLED ? Map.of() : routes(designs(known));
    }

    private static Map<String, byte[]> placed(SourceEvent event, Tally<?> tally)
        throws UnreadableEvent {
      List<Line> lines = event.dataAs(CREATED).designs();
      Set<String> designs = new LinkedHashSet<>();
      // Events from before lines were told have none.
      for (Line line : lines == null ? List.<Line>of() : lines) {
        designs.add(event.present(line.designId(), "designId"));
      }
      if (!designs.isEmpty()) {
        tally.remember(event.key(), bytes(designs));
      }
      return routes(designs);
    }

    /** The designs of an order that is under way. */
    private static byte[] bytes(Set<String> designs) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
      try (DataOutputStream out = new DataOutputStream(bytes)) {
        for (String id : designs) {
          out.writeUTF(id);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return bytes.toByteArray();
    }

    private static Set<String> designs(byte[] bytes) {
      Set<String> designs = new LinkedHashSet<>();
      try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
        while (in.available() > 0) {
          designs.add(in.readUTF());
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return designs;
    }

    private static Map<String, byte[]> routes(Set<String> designs) {
      Map<String, byte[]> routes = new LinkedHashMap<>();
      designs.forEach(id -> routes.put(id, NOTHING));
      return routes;
    }
  }
}
