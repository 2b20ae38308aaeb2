package pet.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import pet.domain.DomainException;
import pet.domain.ProblemCode;
import pet.domain.order.OrderReport;
import pet.domain.order.OrderReport.Fact;
import pet.domain.order.Orders;

/**
 * An order module that keeps its contract and nothing else: one effect per delivery, and an order
 * has to be created first.
 */
final class RecordedOrders implements Orders {

  private final List<OrderReport> effects = new CopyOnWriteArrayList<>();
  private final Set<String> deliveries = ConcurrentHashMap.newKeySet();
  private final Set<Long> orders = ConcurrentHashMap.newKeySet();
  private final Map<Long, AtomicInteger> inHand = new ConcurrentHashMap<>();
  private final AtomicInteger overlaps = new AtomicInteger();
  private final AtomicInteger calls = new AtomicInteger();
  private volatile boolean away;
  private volatile Consumer<OrderReport> before = report -> {};

  @Override
  public ReportResult report(OrderReport report) {
    calls.incrementAndGet();
    AtomicInteger mine = inHand.computeIfAbsent(report.shopifyOrderId(), id -> new AtomicInteger());
    if (mine.incrementAndGet() > 1) {
      overlaps.incrementAndGet();
    }
    try {
      if (away) {
        throw new DomainException(ProblemCode.UNAVAILABLE, "away");
      }
      before.accept(report);
      if (report.fact() == Fact.CREATED) {
        orders.add(report.shopifyOrderId());
      } else if (!orders.contains(report.shopifyOrderId())) {
        return new ReportResult(Outcome.UNKNOWN_ORDER, null);
      }
      if (!deliveries.add(report.deliveryId())) {
        return new ReportResult(Outcome.NO_EFFECT, "known");
      }
      effects.add(report);
      return new ReportResult(Outcome.APPLIED, null);
    } finally {
      mine.decrementAndGet();
    }
  }

  void away(boolean away) {
    this.away = away;
  }

  /** Runs before each report is taken. */
  void before(Consumer<OrderReport> before) {
    this.before = before;
  }

  int calls() {
    return calls.get();
  }

  List<Fact> factsOf(long orderId) {
    return reportsOf(orderId).stream().map(OrderReport::fact).toList();
  }

  List<OrderReport> reportsOf(long orderId) {
    List<OrderReport> reports = new ArrayList<>(effects);
    reports.removeIf(report -> report.shopifyOrderId() != orderId);
    return reports;
  }

  void assertThatNoOrderWasInTwoHands() {
    assertThat(overlaps).hasValue(0);
  }
}
