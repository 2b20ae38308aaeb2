package pet.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
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
import pet.domain.user.CustomerRedaction;
import pet.domain.user.ShopRedaction;
import pet.domain.webhook.Counted;
import pet.domain.webhook.PersonalDelivery;
import pet.domain.webhook.ShopEnd;
import pet.domain.webhook.Traces;
import pet.domain.webhook.Webhooks;
import pet.platform.crypto.Encryption;
import pet.platform.crypto.EncryptionSettings;
import pet.testing.Servers;
import pet.testing.ServersExtension;
import pet.user.Erasures.Report;

/** An erasure comes to its end, whatever is away or dies on its way, and reports what was done. */
@ExtendWith(ServersExtension.class)
@Timeout(60)
class ErasureIT {

  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final Caller ANN =
      new Caller("ann", Set.of(), "ann@example.com", NOON.minusSeconds(60));
  private static final long ORDER = 9_007_199_254_740_993L;
  private static final RevisionRef REVISION = new RevisionRef(DesignId.random(), 1);
  private static final Money USD = Money.usd(100);

  private static UserStore store;

  private final Others neighbours = new Others();
  private final UserService users = store.users(Clock.systemUTC());
  private final Erasures erasures = store.erasures(Clock.fixed(NOON, ZoneOffset.UTC));
  private final ErasureWork work = worker();

  @BeforeAll
  static void migrate(Servers servers) throws Exception {
    store = UserStore.on(servers);
  }

  @BeforeEach
  void empty() {
    store.empty();
  }

  /** As another replica would have it. */
  private ErasureWork worker() {
    return new ErasureWork(store.jdbi(), erasures, users, neighbours.all());
  }

  private Report erase(Caller caller) {
    UUID id = erasures.ask(caller);
    work.start(id);
    return erasures.report(id);
  }

  private Report report() {
    return erasures.report(
        store.jdbi().withHandle(h -> h.select("SELECT id FROM erasure").mapTo(UUID.class).one()));
  }

  private static void timePasses() {
    store.jdbi().useHandle(h -> h.execute("UPDATE erasure SET due_at = now()"));
  }

  private void assertAllIsErasedAndTold() {
    assertThat(neighbours.kept).isEmpty();
    assertThat(users.find("ann")).isEmpty();
    assertThat(store.told()).containsExactly("user.created ann", "user.deleted ann");
    assertThat(report().erasedAt()).isNotNull();
    assertThat(report()).extracting(Report::designs).isEqualTo(1);
    assertThat(report()).extracting(Report::revisions).isEqualTo(1);
    assertThat(report()).extracting(Report::deliveries).isEqualTo(1);
    assertThat(report()).extracting(Report::orders).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void whatStoppedHalfWayIsFinishedByItself(int calls) {
    users.seen(ANN);
    neighbours.goAwayAfter(calls - 1);

    assertThat(erase(ANN).erasedAt()).isNull();
    assertThat(store.told()).containsExactly("user.created ann");

    neighbours.comeBack();
    worker().goOn();
    assertThat(report().erasedAt()).as("not before its time").isNull();
    timePasses();
    worker().goOn();
    assertAllIsErasedAndTold();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void whoseWorkerDiedIsFinishedByAnother(int calls) {
    users.seen(ANN);
    neighbours.dieAt(calls);
    assertThatIllegalStateException().isThrownBy(() -> erase(ANN)).withMessage("killed");

    worker().goOn();
    assertThat(report().erasedAt()).as("its lease runs").isNull();
    timePasses();
    worker().goOn();
    assertAllIsErasedAndTold();
  }

  @Test
  void whatStoppedHalfWayIsFinishedByARepeatAtOnce() {
    users.seen(ANN);
    neighbours.goAwayAfter(3);
    erase(ANN);
    neighbours.comeBack();

    assertThat(erase(ANN).erasedAt()).isNotNull();
    assertAllIsErasedAndTold();
  }

  @Test
  void aRepeatTellsWhatTheFirstOneDidAndErasesWhatCameSince() {
    users.seen(ANN);
    erase(ANN);
    assertThat(erase(ANN)).extracting(Report::designs, Report::orders).containsExactly(1, 1);

    neighbours.kept.add("design");
    assertThat(erase(ANN)).extracting(Report::designs, Report::orders).containsExactly(2, 1);
    assertThat(neighbours.kept).isEmpty();
  }

  @Test
  void whoHasItInHandIsLeftAlone() throws Exception {
    users.seen(ANN);
    CountDownLatch goesOn = neighbours.stallAt(2);
    ExecutorService slow = Executors.newSingleThreadExecutor();
    try {
      Future<Report> first = slow.submit(() -> erase(ANN));
      neighbours.awaitStalled();
      assertThat(erase(ANN).erasedAt()).as("it is in hand").isNull();
      worker().goOn();
      assertThat(neighbours.kept).contains("order", "delivery");

      goesOn.countDown();
      assertThat(first.get().erasedAt()).isNotNull();
    } finally {
      goesOn.countDown();
      slow.shutdown();
    }
    assertAllIsErasedAndTold();
  }

  @Test
  void whoComesWithAnotherAddressMeanwhileIsFoundByBoth() throws Exception {
    users.seen(ANN);
    CountDownLatch goesOn = neighbours.stallAt(9);
    ExecutorService slow = Executors.newSingleThreadExecutor();
    try {
      Future<Report> first = slow.submit(() -> erase(ANN));
      neighbours.awaitStalled();
      neighbours.emails.clear();
      assertThat(erase(new Caller("ann", Set.of(), "new@example.com")).erasedAt()).isNotNull();
      assertThat(neighbours.emails).containsOnly("ann@example.com", "new@example.com");

      goesOn.countDown();
      assertThat(first.get()).isEqualTo(report());
    } finally {
      goesOn.countDown();
      slow.shutdown();
    }
    assertThat(neighbours.kept).isEmpty();
    assertThat(store.told()).containsExactly("user.created ann", "user.deleted ann");
  }

  @Test
  void whoWasTooSlowSpoilsNothing() throws Exception {
    users.seen(ANN);
    CountDownLatch goesOn = neighbours.stallAt(2);
    ExecutorService slow = Executors.newSingleThreadExecutor();
    try {
      Future<Report> first = slow.submit(() -> erase(ANN));
      neighbours.awaitStalled();
      timePasses();
      worker().goOn();
      assertAllIsErasedAndTold();

      goesOn.countDown();
      assertThat(first.get()).isEqualTo(report());
    } finally {
      goesOn.countDown();
      slow.shutdown();
    }
    assertAllIsErasedAndTold();
  }

  @Test
  void whoseOrderCameInTheMiddleLosesItsDeliveriesToo() {
    users.seen(ANN);
    neighbours.kept.remove("order");
    neighbours.goAwayAfter(7);
    erase(ANN);
    neighbours.kept.addAll(Set.of("order", "delivery", "text"));

    neighbours.comeBack();
    timePasses();
    worker().goOn();
    assertThat(neighbours.kept).isEmpty();
  }

  @Test
  void whoItWasIsNotKept() {
    users.seen(ANN);
    neighbours.goAwayAfter(3);
    erase(ANN);
    assertThat(rows()).doesNotContain("ann", "example.com", Long.toString(ORDER));
    assertThat(store.strings("SELECT person::text FROM erasure")).doesNotContainNull();

    neighbours.comeBack();
    erase(ANN);
    assertThat(store.strings("SELECT person::text FROM erasure")).containsOnlyNulls();
  }

  private static String rows() {
    return String.join(" ", store.strings("SELECT e::text FROM erasure e"));
  }

  @Test
  void whoChangedTheirAddressIsFoundByBoth() {
    users.seen(ANN);

    Report erasure = erase(new Caller("ann", Set.of(), "new@example.com"));

    assertThat(neighbours.emails).containsExactlyInAnyOrder("ann@example.com", "new@example.com");
    assertThat(erasure.designs()).isEqualTo(1);
    assertThat(erasure.orders()).isEqualTo(1);
  }

  @Test
  void whoWasNeverHereIsErasedElsewhereAllTheSame() {
    erase(ANN);

    assertThat(neighbours.kept).isEmpty();
    assertThat(store.told()).isEmpty();
  }

  @Test
  void aTokenFromBeforeRevivesNobodyAndANewLoginDoes() {
    users.seen(ANN);
    erase(ANN);

    assertGone(ANN);
    assertGone(new Caller("ann", Set.of(), "ann@example.com", NOON));
    assertGone(new Caller("ann", Set.of(), "ann@example.com"));
    Caller back = new Caller("ann", Set.of(), null, NOON.plusSeconds(1));
    assertThat(users.seen(back).email()).isNull();
    assertThat(users.seen(new Caller("bob", Set.of(), null)).id()).isEqualTo("bob");

    neighbours.kept.add("design");
    store
        .jdbi()
        .useHandle(
            h -> h.execute("UPDATE erasure SET requested_at = requested_at - interval '1 hour'"));
    assertThat(erase(back).designs()).as("somebody new").isEqualTo(1);
    assertThat(store.strings("SELECT designs::text FROM erasure")).containsExactly("1", "1");
  }

  @Test
  void whoWasErasedBeforeThereWereDigestsStaysSo() {
    byte[] kept = new Encryption(new EncryptionSettings(null)).hash("users.erasure", "ann");
    users.seen(ANN);
    erase(ANN);
    store
        .jdbi()
        .useHandle(
            h -> h.execute("UPDATE erasure SET subject_hash = ?, subject_cipher = NULL", kept));

    assertGone(ANN);
    assertThat(
            store.preferences(Clock.systemUTC()).privacy(Set.of("ann")).get(0).bars(ANN.issuedAt()))
        .isTrue();
    assertThat(users.seen(new Caller("ann", Set.of(), null, NOON.plusSeconds(1)))).isNotNull();
  }

  @Test
  void whoIsAboutToBeErasedIsGoneAlready() {
    users.seen(ANN);
    neighbours.goAwayAfter(0);
    erase(ANN);

    assertGone(ANN);
    assertGone(new Caller("ann", Set.of(), null, NOON.plusSeconds(60)));
  }

  @Test
  void whomTheLoginProviderDeletedNoTokenRevives() {
    users.seen(ANN);
    UUID id = erasures.ask("clerk", "ann");
    work.start(id);
    assertThat(erasures.ask("clerk", "ann")).as("told twice").isEqualTo(id);
    work.start(id);

    assertAllIsErasedAndTold();
    assertThat(neighbours.emails).containsExactly("ann@example.com");
    assertGone(new Caller("ann", Set.of(), null, NOON.plusSeconds(60)));
  }

  private void assertGone(Caller caller) {
    assertThatExceptionOfType(DomainException.class)
        .isThrownBy(() -> users.seen(caller))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ProblemCode.UNAUTHENTICATED));
  }

  @Test
  void aCustomerIsForgottenWithTheLoginThatHasTheirAddress() {
    users.seen(ANN);
    List<UUID> asked = erasures.ask(new CustomerRedaction(7, "Ann@example.com", Set.of(ORDER)));
    assertThat(asked).hasSize(1);
    assertGone(ANN);
    assertThat(erasures.ask(new CustomerRedaction(7, "Ann@example.com", Set.of(ORDER))))
        .as("told twice")
        .isEqualTo(asked);
    work.start(asked.get(0));

    assertAllIsErasedAndTold();
    assertThat(neighbours.customers).containsExactly(7L);
    assertGone(ANN);
    Caller back = new Caller("ann", Set.of(), null, NOON.plusSeconds(1));
    assertThat(users.seen(back).id()).as("who logs in anew is somebody new").isEqualTo("ann");
  }

  @Test
  void aCustomerWithoutALoginIsForgottenByTheOrdersThatAreNamed() {
    users.seen(ANN);
    List<UUID> asked = erasures.ask(new CustomerRedaction(7, null, Set.of(ORDER)));
    neighbours.orderIsOfAnotherAddress();
    work.start(asked.get(0));

    assertThat(neighbours.kept).doesNotContain("order", "text", "delivery");
    assertThat(erasures.report(asked.get(0)))
        .extracting(Report::revisions, Report::deliveries, Report::orders)
        .containsExactly(1, 1, 1);
    assertThat(users.find("ann")).as("somebody else").isPresent();
    assertThat(rows()).doesNotContain("customer", Long.toString(ORDER));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11})
  void aShopsPeopleAreErasedWhateverDiesOnTheWay(int calls) {
    users.seen(ANN);
    UUID id = erasures.ask(new ShopRedaction("paws.myshopify.com", NOON));
    if (calls <= 10) {
      neighbours.dieAt(calls);
      assertThatIllegalStateException().isThrownBy(() -> work.start(id)).withMessage("killed");
      timePasses();
    }
    worker().goOn();
    if (calls > 10) {
      work.start(id);
    }

    assertThat(erasures.ask(new ShopRedaction("Paws.myshopify.com", NOON))).isEqualTo(id);
    assertThat(neighbours.kept).as("a login's designs are not the shop's").containsOnly("design");
    assertThat(users.find("ann")).isPresent();
    assertThat(erasures.report(id))
        .extracting(Report::designs, Report::revisions, Report::deliveries, Report::orders)
        .containsExactly(0, 1, 1, 1);
  }

  @Test
  void whomTheLoginProviderDeletedStaysSoWhoeverAsksBesides() {
    users.seen(ANN);
    UUID id = erasures.ask("clerk", "ann");
    assertThat(erasures.ask(new CustomerRedaction(7, "ann@example.com", Set.of())))
        .containsExactly(id);
    work.start(id);

    assertGone(new Caller("ann", Set.of(), null, NOON.plusSeconds(60)));
  }

  @Test
  void oneThatDoesNotEndIsTold() {
    assertThat(erasures.health().execute().isHealthy()).isTrue();
    store.erasures(Clock.systemUTC()).ask(ANN);
    assertThat(erasures.health().execute().isHealthy()).isTrue();

    store
        .jdbi()
        .useHandle(
            h ->
                h.execute(
                    "UPDATE erasure SET requested_at = requested_at - interval '61 minutes'"));
    assertThat(erasures.health().execute().isHealthy()).isFalse();
  }

  /** The other modules: what they keep, and when they are away, die or take their time. */
  private static final class Others {

    private final Set<String> kept =
        Collections.synchronizedSet(new HashSet<>(Set.of("design", "text", "order", "delivery")));
    private final Set<String> emails = Collections.synchronizedSet(new HashSet<>());
    private final AtomicInteger calls = new AtomicInteger();
    private final CountDownLatch stalled = new CountDownLatch(1);
    private final CountDownLatch goesOn = new CountDownLatch(1);
    private final Set<Long> customers = Collections.synchronizedSet(new HashSet<>());
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

  private record SomeOrders(Others others) implements Orders {
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

  private record SomeWebhooks(Others others) implements Webhooks {
    @Override
    public Page<PersonalDelivery> export(Traces traces, String cursor) {
      return others.page(
          traces.shopifyOrderIds().contains(ORDER) ? "delivery" : "nothing",
          new PersonalDelivery("1", "shopify", "orders/create", "PROCESSED", NOON, "{}"));
    }

    @Override
    public Counted count(Traces traces) {
      String what = traces.shopifyOrderIds().contains(ORDER) ? "delivery" : "nothing";
      return others.call(() -> new Counted(others.kept.contains(what) ? 1 : 0));
    }

    /** Without its order's id, which the order module tells, nothing is found. */
    @Override
    public void erase(Traces traces) {
      others.customers.addAll(traces.customerIds());
      others.erase(traces.shopifyOrderIds().contains(ORDER) ? "delivery" : "nothing");
    }

    @Override
    public Counted countOfShop(ShopEnd end) {
      return others.call(() -> new Counted(others.kept.contains("delivery") ? 1 : 0));
    }

    @Override
    public Counted eraseShop(ShopEnd end) {
      others.erase(end.shop().equals("paws.myshopify.com") ? "delivery" : "nothing");
      return new Counted(0);
    }
  }
}
