package pet.user;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import pet.domain.DomainException;
import pet.domain.Money;
import pet.domain.Page;
import pet.domain.Person;
import pet.domain.ProblemCode;
import pet.domain.analytics.PersonalCounts;
import pet.domain.builder.Basket;
import pet.domain.builder.BasketRequest;
import pet.domain.builder.DesignId;
import pet.domain.builder.DesignRevision;
import pet.domain.builder.DesignStatus;
import pet.domain.builder.Designs;
import pet.domain.builder.PersonalDesign;
import pet.domain.builder.RevisionRedaction;
import pet.domain.builder.RevisionRef;
import pet.domain.order.OrderName;
import pet.domain.order.OrderNamed;
import pet.domain.order.OrderNews;
import pet.domain.order.OrderReport;
import pet.domain.order.OrderReport.Totals;
import pet.domain.order.OrderStatus;
import pet.domain.order.OrderVersion;
import pet.domain.order.Orders;
import pet.domain.order.PersonalOrder;
import pet.domain.order.PlacedUntil;
import pet.domain.order.Redaction;
import pet.domain.order.ShopOrders;
import pet.domain.webhook.DeliveryCount;
import pet.domain.webhook.PersonIdentifiers;
import pet.domain.webhook.PersonalDelivery;
import pet.domain.webhook.ShopDeliveries;
import pet.domain.webhook.Webhooks;

/** The other modules: what they keep, and when they are away, die or take their time. */
final class OtherModulesDouble {

  static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  /** The one order, whose line was made from {@link #REVISION}. */
  static final long ORDER = 9_007_199_254_740_993L;

  static final RevisionRef REVISION = new RevisionRef(DesignId.random(), 1);

  private static final Money USD = Money.usd(100);

  final Set<String> kept =
      Collections.synchronizedSet(new HashSet<>(Set.of("design", "text", "order", "delivery")));
  final Set<String> emails = Collections.synchronizedSet(new HashSet<>());
  private final AtomicInteger calls = new AtomicInteger();
  private final CountDownLatch stalled = new CountDownLatch(1);
  private final CountDownLatch goesOn = new CountDownLatch(1);
  final Set<Long> customers = Collections.synchronizedSet(new HashSet<>());
  private volatile boolean anothersAddress;
  private volatile int awayFrom = Integer.MAX_VALUE;
  private volatile int deadly = -1;
  private volatile int stalling = -1;

  void goAwayAfter(int many) {
    awayFrom = many + 1;
  }

  void orderIsOfAnotherAddress() {
    anothersAddress = true;
  }

  void comeBack() {
    awayFrom = Integer.MAX_VALUE;
  }

  /** The call has its effect, and who made it does not live to see it. */
  void dieAt(int call) {
    deadly = call;
  }

  CountDownLatch stallAt(int call) {
    stalling = call;
    return goesOn;
  }

  void awaitStalled() throws InterruptedException {
    assertThat(stalled.await(30, TimeUnit.SECONDS)).isTrue();
  }

  private <T> Page<T> page(String what, T item) {
    return call(() -> new Page<>(kept.contains(what) ? List.of(item) : List.of(), null));
  }

  private void erase(String what) {
    boolean was = call(() -> kept.remove(what));
    assertThat(was).isIn(true, false);
  }

  private <T> T call(Supplier<T> effect) {
    int call = calls.incrementAndGet();
    if (call >= awayFrom) {
      throw new DomainException(ProblemCode.UNAVAILABLE, "away");
    }
    T answer = effect.get();
    if (call == deadly) {
      throw new IllegalStateException("killed");
    }
    if (call == stalling) {
      stalled.countDown();
      try {
        assertThat(goesOn.await(30, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    return answer;
  }

  OtherModules all() {
    return new OtherModules(
        new SomeDesigns(this),
        new SomeOrders(this),
        new SomeWebhooks(this),
        () -> new PersonalCounts(List.of()));
  }

  private record SomeDesigns(OtherModulesDouble others) implements Designs {
    @Override
    public Basket basket(BasketRequest request) {
      throw new UnsupportedOperationException();
    }

    @Override
    public DesignRevision revision(DesignId id, int revision) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Page<PersonalDesign> export(Person person, String cursor) {
      Instant now = Instant.now();
      return others.page(
          "design",
          new PersonalDesign(
              DesignId.random(),
              "Rex",
              DesignStatus.DRAFT,
              false,
              null,
              0,
              now,
              now,
              null,
              List.of()));
    }

    @Override
    public void erase(Person person) {
      others.erase("design");
    }

    @Override
    public void redact(RevisionRedaction redaction) {
      others.erase(redaction.revisions().equals(Set.of(REVISION)) ? "text" : "nothing");
    }
  }

  private record SomeOrders(OtherModulesDouble others) implements Orders {
    @Override
    public List<OrderVersion> versions(ShopOrders orders) {
      return others.call(
          () ->
              orders.shopifyOrderIds().contains(ORDER)
                  ? List.of(new OrderVersion(ORDER, NOON))
                  : List.of());
    }

    @Override
    public List<RevisionRef> revisions(ShopOrders orders) {
      return others.call(
          () -> orders.shopifyOrderIds().contains(ORDER) ? List.of(REVISION) : List.of());
    }

    @Override
    public Page<Long> ofPeople(PlacedUntil placed, String cursor) {
      return others.page(placed.until().equals(NOON) ? "order" : "nothing", ORDER);
    }

    /** By its id it is found whosever it is. */
    @Override
    public void redact(Redaction redaction) {
      others.erase(redaction.shopifyOrderIds().contains(ORDER) ? "order" : "nothing");
    }

    @Override
    public List<ReportResult> reports(List<OrderReport> reports) {
      throw new UnsupportedOperationException();
    }

    @Override
    public ReportResult report(OrderReport report) {
      throw new UnsupportedOperationException();
    }

    @Override
    public ReportResult news(OrderNews news) {
      throw new UnsupportedOperationException();
    }

    @Override
    public OrderNamed named(OrderName name) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Page<PersonalOrder> export(Person person, String cursor) {
      Instant now = Instant.now();
      others.emails.addAll(person.emails());
      return others.page(
          others.anothersAddress ? "nothing" : "order",
          new PersonalOrder(
              "1",
              "HH-1",
              ORDER,
              "1001",
              "#1001",
              OrderStatus.CONFIRMED,
              "ann@example.com",
              new Totals(USD, USD, USD, USD, USD),
              USD,
              USD,
              List.of(),
              List.of(),
              null,
              List.of(),
              List.of(),
              List.of(),
              List.of(),
              now,
              now,
              now));
    }

    @Override
    public void erase(Person person) {
      others.erase("order");
    }
  }

  private record SomeWebhooks(OtherModulesDouble others) implements Webhooks {
    @Override
    public Page<PersonalDelivery> export(PersonIdentifiers identifiers, String cursor) {
      return others.page(
          identifiers.shopifyOrderIds().contains(ORDER) ? "delivery" : "nothing",
          new PersonalDelivery("1", "shopify", "orders/create", "PROCESSED", NOON, "{}"));
    }

    @Override
    public DeliveryCount count(PersonIdentifiers identifiers) {
      String what = identifiers.shopifyOrderIds().contains(ORDER) ? "delivery" : "nothing";
      return others.call(() -> new DeliveryCount(others.kept.contains(what) ? 1 : 0));
    }

    /** Without its order's id, which the order module tells, nothing is found. */
    @Override
    public void erase(PersonIdentifiers identifiers) {
      others.customers.addAll(identifiers.customerIds());
      others.erase(identifiers.shopifyOrderIds().contains(ORDER) ? "delivery" : "nothing");
    }

    @Override
    public DeliveryCount countOfShop(ShopDeliveries deliveries) {
      return others.call(() -> new DeliveryCount(others.kept.contains("delivery") ? 1 : 0));
    }

    @Override
    public DeliveryCount eraseShop(ShopDeliveries deliveries) {
      others.erase(deliveries.shop().equals("paws.myshopify.com") ? "delivery" : "nothing");
      return new DeliveryCount(0);
    }
  }
}
