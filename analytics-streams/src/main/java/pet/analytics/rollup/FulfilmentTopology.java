package pet.analytics.rollup;

import com.codahale.metrics.MetricRegistry;
import java.io.DataInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import pet.domain.order.OrderStatus;
import pet.messaging.Topics;

/**
 * {@code pet.order.events} into {@code pet.analytics.fulfilment}: how long each stage took, by the
 * day on which orders left it. When an order entered its stage is remembered until it leaves its
 * last one.
 */
public final class FulfilmentTopology extends RollupTopology<FulfilmentCounts> {

  private static final JsonRecordReader<Created> CREATED = JsonRecordReader.of(Created.class);
  private static final JsonRecordReader<Moved> MOVED = JsonRecordReader.of(Moved.class);

  private record Created(OrderStatus status) {}

  private record Moved(OrderStatus from, OrderStatus to) {}

  public FulfilmentTopology(RollupTimes times, MetricRegistry registry) {
    super("fulfilment", Topics.ORDER_EVENTS, Topics.ANALYTICS_FULFILMENT, times, registry);
  }

  @Override
  public Set<String> estimates() {
    return Set.of("p50", "p95", "p99");
  }

  @Override
  public boolean hasDimension() {
    return true;
  }

  /** The stages that an order can leave. */
  @Override
  public Set<String> dimensions() {
    return Arrays.stream(OrderStatus.values())
        .filter(status -> !status.nextSteps().isEmpty())
        .map(OrderStatus::name)
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public Set<Grain> grains() {
    return EnumSet.of(Grain.DAY);
  }

  @Override
  public FulfilmentCounts empty() {
    return new FulfilmentCounts();
  }

  @Override
  public FulfilmentCounts read(DataInput in) throws IOException {
    return FulfilmentCounts.read(in);
  }

  @Override
  public boolean counts(String type) {
    return type.equals("order.created") || type.equals("order.status_changed");
  }

  @Override
  public void count(SourceEvent event, Tally<FulfilmentCounts> tally) throws UnreadableEvent {
    if (event.type().equals("order.created")) {
      Created order = event.dataAs(CREATED);
      event.present(order.status(), "status");
      enter(event, tally);
      return;
    }
    Moved move = event.dataAs(MOVED);
    OrderStatus from = event.present(move.from(), "from");
    OrderStatus to = event.present(move.to(), "to");
    byte[] entered = tally.recall(event.key());
    if (entered != null) {
      long millis = Math.max(0, event.time() - ByteBuffer.wrap(entered).getLong());
      tally.add(event.time(), from.name(), counts -> counts.left(millis));
    }
    if (to.nextSteps().isEmpty()) {
      tally.remember(event.key(), null);
    } else {
      enter(event, tally);
    }
  }

  private static void enter(SourceEvent event, Tally<FulfilmentCounts> tally)
      throws UnreadableEvent {
    tally.remember(event.key(), Watermarks.bytes(event.time()));
  }
}
