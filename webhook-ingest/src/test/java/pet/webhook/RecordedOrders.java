package pet.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import pet.domain.DomainException;
import pet.domain.Page;
import pet.domain.Person;
import pet.domain.ProblemCode;
import pet.domain.builder.RevisionRef;
import pet.domain.order.OrderName;
import pet.domain.order.OrderNamed;
import pet.domain.order.OrderNews;
import pet.domain.order.OrderReport;
import pet.domain.order.OrderReport.Fact;
import pet.domain.order.OrderVersion;
import pet.domain.order.Orders;
import pet.domain.order.PersonalOrder;
import pet.domain.order.PlacedUntil;
import pet.domain.order.Redaction;
import pet.domain.order.ShopOrders;

/**
 * An order module that keeps its contract and nothing else: one effect per delivery, and an order
 * has to be created first.
 */
final class RecordedOrders implements Orders {

  private final List<OrderReport> effects = new CopyOnWriteArrayList<>();
  private final List<OrderNews> news = new CopyOnWriteArrayList<>();
  private final Map<String, ReportResult> results = new ConcurrentHashMap<>();
  private final Set<Long> orders = ConcurrentHashMap.newKeySet();
  private final Map<Long, AtomicInteger> inHand = new ConcurrentHashMap<>();
  private final AtomicInteger overlaps = new AtomicInteger();
  private final AtomicInteger calls = new AtomicInteger();
  private volatile boolean away;
  private volatile Consumer<OrderReport> before = report -> {};
  private volatile Runnable after = () -> {};
  private final AtomicReference<Runnable> afterName = new AtomicReference<>(() -> {});

  @Override
  public List<ReportResult> reports(List<OrderReport> reports) {
    calls.incrementAndGet();
    return reports.stream().map(this::take).toList();
  }

  @Override
  public ReportResult report(OrderReport report) {
    calls.incrementAndGet();
    return take(report);
  }

  private ReportResult take(OrderReport report) {
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
      ReportResult result =
          results.computeIfAbsent(
              report.deliveryId(),
              id -> {
                effects.add(report);
                return new ReportResult(Outcome.APPLIED, null);
              });
      after.run();
      return result;
    } finally {
      mine.decrementAndGet();
    }
  }

  /** What is told without the order itself; it waits for its order like any other report. */
  @Override
  public ReportResult news(OrderNews told) {
    calls.incrementAndGet();
    if (away) {
      throw new DomainException(ProblemCode.UNAVAILABLE, "away");
    }
    if (!orders.contains(told.shopifyOrderId())) {
      return new ReportResult(Outcome.UNKNOWN_ORDER, null);
    }
    return results.computeIfAbsent(
        told.deliveryId(),
        id -> {
          news.add(told);
          return new ReportResult(Outcome.APPLIED, null);
        });
  }

  @Override
  public List<OrderVersion> versions(ShopOrders asked) {
    if (away) {
      throw new DomainException(ProblemCode.UNAVAILABLE, "away");
    }
    List<OrderVersion> versions = new ArrayList<>();
    for (long id : asked.shopifyOrderIds()) {
      reportsOf(id).stream()
          .map(OrderReport::updatedAt)
          .max(Comparator.naturalOrder())
          .ifPresent(newest -> versions.add(new OrderVersion(id, newest)));
    }
    return versions;
  }

  /** As if the shop had told of it. */
  void create(long shopifyOrderId) {
    orders.add(shopifyOrderId);
  }

  /** Knows one order by other names, once it is created. */
  @Override
  public OrderNamed named(OrderName name) {
    if (away) {
      throw new DomainException(ProblemCode.UNAVAILABLE, "away");
    }
    OrderNamed named =
        new OrderNamed(
            orders.stream().filter(id -> namesOf(id).contains(name)).findFirst().orElse(null));
    afterName.getAndSet(() -> {}).run();
    return named;
  }

  private static List<OrderName> namesOf(long id) {
    return List.of(new OrderName("HH-" + id, null), new OrderName(null, "#" + id));
  }

  List<OrderNews> news() {
    return List.copyOf(news);
  }

  @Override
  public Page<PersonalOrder> export(Person person, String cursor) {
    throw new UnsupportedOperationException("webhooks ask for nobody's orders");
  }

  @Override
  public List<RevisionRef> revisions(ShopOrders asked) {
    throw new UnsupportedOperationException("webhooks ask for no revisions");
  }

  @Override
  public Page<Long> ofPeople(PlacedUntil placed, String cursor) {
    throw new UnsupportedOperationException("webhooks ask for nobody's orders");
  }

  @Override
  public void redact(Redaction redaction) {
    throw new UnsupportedOperationException("nobody asked to be forgotten");
  }

  @Override
  public void erase(Person person) {
    throw new UnsupportedOperationException("webhooks erase nobody");
  }

  void away(boolean away) {
    this.away = away;
  }

  /** Runs before each report is taken. */
  void before(Consumer<OrderReport> before) {
    this.before = before;
  }

  /** Runs when a report was taken, and before it is answered. */
  void after(Runnable after) {
    this.after = after;
  }

  /** Runs once, when an order was asked for by its name, and before that is answered. */
  void afterName(Runnable afterName) {
    this.afterName.set(afterName);
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
