package pet.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pet.domain.Caller;
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
import pet.domain.order.OrderNews;
import pet.domain.order.OrderReport;
import pet.domain.order.OrderReport.Totals;
import pet.domain.order.OrderStatus;
import pet.domain.order.OrderVersion;
import pet.domain.order.Orders;
import pet.domain.order.PersonalOrder;
import pet.domain.order.Redaction;
import pet.domain.order.ShopOrders;
import pet.domain.webhook.PersonalDelivery;
import pet.domain.webhook.Traces;
import pet.domain.webhook.Webhooks;
import pet.testing.Servers;
import pet.testing.ServersExtension;
import pet.user.PersonalData.Erasure;
import pet.user.PersonalData.Neighbours;

/** An erasure that stops half-way, whatever is away, is finished by the next one. */
@ExtendWith(ServersExtension.class)
@Timeout(60)
class ErasureIT {

  private static final Caller ANN = new Caller("ann", Set.of(), "ann@example.com");
  private static final long ORDER = 9_007_199_254_740_993L;
  private static final Money USD = Money.usd(100);

  private static UserStore store;

  private final Others neighbours = new Others();
  private final PersonalData data =
      new PersonalData(
          store.users(Clock.systemUTC()),
          store.preferences(Clock.systemUTC()),
          neighbours.all(),
          Clock.systemUTC());

  @BeforeAll
  static void migrate(Servers servers) throws Exception {
    store = UserStore.on(servers);
  }

  @BeforeEach
  void empty() {
    store.empty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void whatStoppedHalfWayIsFinishedByARepeat(int calls) {
    store.users(Clock.systemUTC()).seen(ANN);
    neighbours.goAwayAfter(calls - 1);

    assertThatExceptionOfType(DomainException.class)
        .isThrownBy(() -> data.erase(ANN))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ProblemCode.UNAVAILABLE));
    assertThat(store.users(Clock.systemUTC()).find("ann"))
        .as("by it the rest is found")
        .isPresent();
    assertThat(store.told()).containsExactly("user.created ann");

    neighbours.comeBack();
    data.erase(ANN);
    assertThat(neighbours.kept).isEmpty();
    assertThat(store.users(Clock.systemUTC()).find("ann")).isEmpty();
    assertThat(store.told()).containsExactly("user.created ann", "user.deleted ann");
  }

  @Test
  void whoChangedTheirAddressIsFoundByBoth() {
    store.users(Clock.systemUTC()).seen(ANN);

    Erasure erasure = data.erase(new Caller("ann", Set.of(), "new@example.com"));

    assertThat(neighbours.emails).containsExactlyInAnyOrder("ann@example.com", "new@example.com");
    assertThat(erasure.designs()).isEqualTo(1);
    assertThat(erasure.orders()).isEqualTo(1);
  }

  @Test
  void whoWasNeverHereIsErasedElsewhereAllTheSame() {
    data.erase(ANN);

    assertThat(neighbours.kept).isEmpty();
    assertThat(store.told()).isEmpty();
  }

  /** The other modules: what they keep, and when they are away. */
  private static final class Others {

    private final Set<String> kept = new HashSet<>(Set.of("design", "order", "delivery"));
    private final Set<String> emails = new HashSet<>();
    private int callsLeft = Integer.MAX_VALUE;

    void goAwayAfter(int calls) {
      callsLeft = calls;
    }

    void comeBack() {
      callsLeft = Integer.MAX_VALUE;
    }

    private <T> Page<T> page(String what, T item) {
      call();
      return new Page<>(kept.contains(what) ? List.of(item) : List.of(), null);
    }

    private void erase(String what) {
      call();
      kept.remove(what);
    }

    private void call() {
      if (callsLeft-- <= 0) {
        throw new DomainException(ProblemCode.UNAVAILABLE, "away");
      }
    }

    Neighbours all() {
      return new Neighbours(
          new SomeDesigns(this),
          new SomeOrders(this),
          new SomeWebhooks(this),
          () -> new PersonalCounts(List.of()));
    }
  }

  private record SomeDesigns(Others others) implements Designs {
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
              DesignId.random(), "Rex", DesignStatus.DRAFT, false, now, now, null, List.of()));
    }

    @Override
    public void erase(Person person) {
      others.erase("design");
    }
  }

  private record SomeOrders(Others others) implements Orders {
    @Override
    public List<OrderVersion> versions(ShopOrders orders) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void redact(Redaction redaction) {
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
    public Page<PersonalOrder> export(Person person, String cursor) {
      Instant now = Instant.now();
      others.emails.addAll(person.emails());
      return others.page(
          "order",
          new PersonalOrder(
              "1",
              "HH-1",
              ORDER,
              "1001",
              OrderStatus.CONFIRMED,
              "ann@example.com",
              new Totals(USD, USD, USD, USD, USD),
              List.of(),
              null,
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

  private record SomeWebhooks(Others others) implements Webhooks {
    @Override
    public Page<PersonalDelivery> export(Traces traces, String cursor) {
      throw new UnsupportedOperationException();
    }

    /** Without its order's id, which the order module tells, nothing is found. */
    @Override
    public void erase(Traces traces) {
      others.erase(traces.shopifyOrderIds().contains(ORDER) ? "delivery" : "nothing");
    }
  }
}
