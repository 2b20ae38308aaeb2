package pet.builder.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.codahale.metrics.MetricRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import pet.builder.BuilderStore;
import pet.builder.UserModuleDouble;
import pet.builder.cache.EntityCache;
import pet.builder.preview.PreviewUrls;
import pet.domain.Caller;
import pet.domain.DomainEvent;
import pet.domain.DomainException;
import pet.domain.Money;
import pet.domain.Page;
import pet.domain.PageQuery;
import pet.domain.ProblemCode;
import pet.domain.builder.BuilderConfig;
import pet.domain.builder.DesignId;
import pet.domain.builder.DesignStatus;
import pet.domain.builder.HarnessSize;
import pet.domain.builder.Personalization;
import pet.domain.builder.PriceCalculator;
import pet.domain.builder.PriceList;
import pet.domain.user.Privacy;
import pet.domain.user.Users;
import pet.messaging.Event;
import pet.messaging.EventBus;
import pet.messaging.Json;
import pet.messaging.OutboxEventBus;
import pet.platform.Store;
import pet.platform.crypto.Encryption;
import pet.platform.crypto.EncryptionSettings;
import pet.platform.http.IfMatch;
import pet.testing.Servers;
import pet.testing.ServersExtension;

/** The service on a real database and cache; the outbox is read where it is written. */
@ExtendWith(ServersExtension.class)
class DesignServiceIT {

  private static final Caller ALICE = new Caller("alice", Set.of(), null);
  private static final Caller BOB = new Caller("bob", Set.of("staff"), null);
  private static final BuilderConfig CONFIG =
      new BuilderConfig(
          HarnessSize.M,
          "ocean",
          "gold",
          new Personalization(
              "Рекс ♥", Personalization.Font.SCRIPT, Personalization.Position.CHEST, "#ff7a59"));
  private static final BuilderConfig LARGE =
      new BuilderConfig(HarnessSize.L, "ocean", "gold", null);
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00.123456789Z");
  private static final IfMatch ANY = IfMatch.needed("*");
  private static final PageQuery ALL = PageQuery.parse("100", null);

  private static final PreviewUrls PREVIEWS =
      new PreviewUrls(new Encryption(new EncryptionSettings(null)));

  private static BuilderStore store;
  private static EntityCache cache;

  private final EventBus events = new OutboxEventBus(() -> {}, null);
  private final DesignService service = service(events);

  @BeforeAll
  static void prepare(Servers servers) throws Exception {
    store = BuilderStore.on(servers);
    cache =
        new EntityCache(
            store.jdbi(),
            store.redis(),
            Json.strict(),
            Duration.ofMinutes(10),
            new MetricRegistry());
    cache.start();
  }

  @AfterAll
  static void close() throws Exception {
    cache.stop();
    store.close();
  }

  @BeforeEach
  void clean() {
    store.clear();
  }

  @Test
  void whatIsCreatedReadsBackFromDatabaseAndCache() {
    DesignRow created = create(ALICE, "Rex");

    assertThat(created.status()).isEqualTo(DesignStatus.DRAFT);
    assertThat(created.revision()).isEqualTo(1);
    assertThat(created.price()).isEqualTo(service.quote(CONFIG));
    assertThat(service.read(ALICE, created.designId())).as("from the database").isEqualTo(created);
    store.jdbi().useHandle(h -> h.execute("UPDATE design SET name = 'changed behind the cache'"));
    assertThat(service.read(ALICE, created.designId())).as("from the cache").isEqualTo(created);
  }

  @Test
  void anothersDesignIsNotThereWhateverIsAsked() {
    DesignId id = create(ALICE, "Rex").designId();
    service.patch(ALICE, id, ANY, new DesignPatch(null, LARGE, null));

    assertNotFound(() -> service.read(BOB, id));
    service.read(ALICE, id);
    assertNotFound(() -> service.read(BOB, id));
    assertNotFound(() -> service.patch(BOB, id, ANY, new DesignPatch("Mine", null, null)));
    assertNotFound(() -> service.delete(BOB, id, null));
    assertNotFound(() -> duplicate(BOB, id, CopyRequest.PLAIN));
    assertNotFound(() -> revisions().list(BOB, id, ALL));
    assertNotFound(() -> revisions().read(BOB, id, 1));
    assertNotFound(() -> restore(service, BOB, id, null, 1));
    assertNotFound(() -> service.read(ALICE, DesignId.random()));
    assertThat(service.list(BOB, null, ALL).items()).isEmpty();
    assertThat(service.read(ALICE, id).name()).isEqualTo("Rex");
  }

  @Test
  void theEventIsWrittenWithTheDesignOrNeitherIs() {
    DesignRow created = create(ALICE, "Rex");

    assertThat(store.outbox()).containsExactly("design.created " + created.id());
    assertThat(events()).hasSize(1);
    assertThat(events().get(0))
        .contains("\"userId\": \"alice\"")
        .doesNotContain("Rex")
        .doesNotContain("Рекс");

    DesignService failing = service(new Failing());
    assertThatIllegalStateException().isThrownBy(() -> create(failing, ALICE, "Lost"));
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                failing.patch(
                    ALICE, created.designId(), ANY, new DesignPatch("Lost", LARGE, null)));
    assertThatIllegalStateException()
        .isThrownBy(() -> failing.delete(ALICE, created.designId(), null));
    assertThat(store.count("design")).isEqualTo(1);
    assertThat(store.count("design_revision")).isEqualTo(1);
    assertThat(service.read(ALICE, created.designId())).isEqualTo(created);
  }

  @Test
  void anotherConfigurationIsTheNextRevisionAndTheOldOneStays() {
    DesignRow first = create(ALICE, "Rex");

    DesignRow second =
        service.patch(
            ALICE,
            first.designId(),
            IfMatch.needed("\"" + first.tag() + "\""),
            new DesignPatch("Max", LARGE, DesignStatus.ACTIVE));

    assertThat(second.revision()).isEqualTo(2);
    assertThat(second.name()).isEqualTo("Max");
    assertThat(second.status()).isEqualTo(DesignStatus.ACTIVE);
    assertThat(second.config()).isEqualTo(LARGE);
    assertThat(second.price()).isEqualTo(service.quote(LARGE));
    assertThat(second.createdAt()).isEqualTo(first.createdAt());
    assertThat(second.updatedAt()).isAfter(first.updatedAt());
    assertThat(second.tag()).isNotEqualTo(first.tag());
    assertThat(service.read(ALICE, first.designId())).isEqualTo(second);
    assertThat(revisions().read(ALICE, first.designId(), 1).config()).isEqualTo(CONFIG);
    assertThat(revisions().read(ALICE, first.designId(), 1).price()).isEqualTo(first.price());
    assertThat(revisions().list(ALICE, first.designId(), ALL).items())
        .extracting(RevisionView::revision)
        .containsExactly(2, 1);
    assertThat(store.outbox())
        .containsExactly("design.created " + first.id(), "design.updated " + first.id());
    assertThat(events().get(1)).contains("\"revision\": 2", "\"size\": \"L\"");
  }

  /** Whoever adds up the tables by time comes to what whoever counts the events comes to. */
  @Test
  void whatIsKeptOfAFactHasItsEventsTime() {
    DesignRow created = create(ALICE, "Rex");
    DesignId id = created.designId();
    DesignRow renamed = service.patch(ALICE, id, ANY, new DesignPatch("Max", null, null));
    DesignRow revised = service.patch(ALICE, id, ANY, new DesignPatch(null, LARGE, null));
    service.delete(ALICE, id, null);

    List<Instant> told = times("SELECT time FROM outbox ORDER BY id");
    assertThat(told)
        .containsExactly(
            created.createdAt(),
            renamed.updatedAt(),
            revised.updatedAt(),
            times("SELECT deleted_at FROM design").get(0));
    assertThat(times("SELECT created_at FROM design")).containsExactly(told.get(0));
    assertThat(times("SELECT created_at FROM design_revision ORDER BY revision"))
        .containsExactly(told.get(0), told.get(2));
    assertThat(times("SELECT changed_at FROM design_change ORDER BY version"))
        .containsExactly(told.get(1), told.get(2));
  }

  private static List<Instant> times(String sql) {
    return store.jdbi().withHandle(h -> h.createQuery(sql).mapTo(Instant.class).list());
  }

  @Test
  void whatIsNotAnotherConfigurationIsNoRevision() {
    DesignRow first = create(ALICE, "Rex");

    DesignRow renamed =
        service.patch(ALICE, first.designId(), ANY, new DesignPatch("Max", CONFIG, null));
    assertThat(renamed.revision()).isEqualTo(1);
    assertThat(renamed.tag()).isNotEqualTo(first.tag());

    DesignRow same =
        service.patch(ALICE, first.designId(), ANY, new DesignPatch("Max", CONFIG, null));
    assertThat(same).as("nothing changed").isEqualTo(renamed);
    assertThat(store.outbox()).hasSize(2);
  }

  @Test
  void whoReadBeforeTheLastChangeChangesNothing() {
    DesignRow first = create(ALICE, "Rex");
    IfMatch old = IfMatch.needed("\"" + first.tag() + "\"");
    service.patch(ALICE, first.designId(), old, new DesignPatch("Max", null, null));

    for (Runnable change :
        List.<Runnable>of(
            () -> service.patch(ALICE, first.designId(), old, new DesignPatch("No", null, null)),
            () -> restore(service, ALICE, first.designId(), old, 1),
            () -> service.delete(ALICE, first.designId(), old))) {
      assertThatExceptionOfType(DomainException.class)
          .isThrownBy(change::run)
          .satisfies(e -> assertThat(e.code()).isEqualTo(ProblemCode.STALE));
    }
    assertThat(service.read(ALICE, first.designId()).name()).isEqualTo("Max");
  }

  @Test
  void ofManyChangesOfOneStateOneWins() throws Exception {
    DesignRow first = create(ALICE, "Rex");
    IfMatch condition = IfMatch.needed("\"" + first.tag() + "\"");
    List<Callable<Boolean>> changes = new ArrayList<>();
    for (HarnessSize size : HarnessSize.values()) {
      BuilderConfig config = new BuilderConfig(size, "sunset", "black", null);
      changes.add(
          () -> {
            try {
              service.patch(
                  ALICE, first.designId(), condition, new DesignPatch(null, config, null));
              return true;
            } catch (DomainException e) {
              assertThat(e.code()).isEqualTo(ProblemCode.STALE);
              return false;
            }
          });
    }
    int won = 0;
    for (boolean one : together(changes)) {
      won += one ? 1 : 0;
    }

    assertThat(won).isEqualTo(1);
    assertThat(store.count("design_revision")).isEqualTo(2);
    assertThat(service.read(ALICE, first.designId()).revision()).isEqualTo(2);
  }

  @Test
  void manyUnconditionalChangesAreRevisionsInARow() throws Exception {
    DesignRow first = create(ALICE, "Rex");
    List<Callable<Integer>> changes = new ArrayList<>();
    for (HarnessSize size : HarnessSize.values()) {
      for (String hardware : List.of("black", "silver")) {
        BuilderConfig config = new BuilderConfig(size, "sunset", hardware, null);
        changes.add(
            () ->
                service
                    .patch(ALICE, first.designId(), ANY, new DesignPatch(null, config, null))
                    .revision());
      }
    }

    assertThat(together(changes))
        .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(2, 13).boxed().toList());
    assertThat(service.read(ALICE, first.designId()).revision()).isEqualTo(13);
    assertThat(revisions().read(ALICE, first.designId(), 13).config())
        .isEqualTo(service.read(ALICE, first.designId()).config());
  }

  @Test
  void aRevisionIsRestoredAsTheNextOne() {
    DesignRow first = create(ALICE, "Rex");
    service.patch(ALICE, first.designId(), ANY, new DesignPatch(null, LARGE, null));

    DesignRow restored = restore(service, ALICE, first.designId(), null, 1);

    assertThat(restored.revision()).isEqualTo(3);
    assertThat(restored.config()).isEqualTo(CONFIG);
    assertThat(restore(service, ALICE, first.designId(), null, 3)).isEqualTo(restored);
    assertNotFound(() -> restore(service, ALICE, first.designId(), null, 4));
    assertThat(store.count("design_revision")).isEqualTo(3);
  }

  @Test
  void aRevisionKeepsThePriceOfItsDay() {
    DesignRow first = create(ALICE, "Rex");
    PriceList.Change dearer =
        new PriceList.Change(NOON, Map.of(HarnessSize.M, Money.usd(9999)), null, null, null, null);
    DesignService tomorrow =
        new DesignService(
            new Store(store.jdbi(), events),
            new PriceCalculator(
                PriceList.opening(PriceList.DEFAULT_TAX_RATE), List.of(dearer), at(NOON)),
            cache,
            owners(UserModuleDouble.everybody(() -> Privacy.DEFAULT)),
            PREVIEWS);

    assertThat(tomorrow.quote(CONFIG).basePrice()).isEqualTo(Money.usd(9999));
    DesignRow renamed =
        tomorrow.patch(ALICE, first.designId(), ANY, new DesignPatch("Max", CONFIG, null));
    assertThat(renamed.price()).as("the same revision").isEqualTo(first.price());
    tomorrow.patch(ALICE, first.designId(), ANY, new DesignPatch(null, LARGE, null));
    DesignRow restored = restore(tomorrow, ALICE, first.designId(), null, 1);
    assertThat(restored.price().basePrice()).as("a new one").isEqualTo(Money.usd(9999));
    assertThat(revisions().read(ALICE, first.designId(), 1).price()).isEqualTo(first.price());
  }

  @Test
  void theDatabaseRefusesToChangeARevision() {
    create(ALICE, "Rex");

    assertThatExceptionOfType(JdbiException.class)
        .isThrownBy(
            () -> store.jdbi().useHandle(h -> h.execute("UPDATE design_revision SET price = '{}'")))
        .withMessageContaining("does not change");
  }

  @Test
  void aDeletedDesignIsGoneAndItsRevisionsStay() {
    DesignRow first = create(ALICE, "Rex");
    service.patch(ALICE, first.designId(), ANY, new DesignPatch(null, LARGE, null));
    service.read(ALICE, first.designId());

    service.delete(ALICE, first.designId(), null);

    assertNotFound(() -> service.read(ALICE, first.designId()));
    assertNotFound(() -> service.delete(ALICE, first.designId(), null));
    assertNotFound(() -> restore(service, ALICE, first.designId(), null, 1));
    assertNotFound(() -> duplicate(ALICE, first.designId(), CopyRequest.PLAIN));
    assertNotFound(
        () -> service.patch(ALICE, first.designId(), ANY, new DesignPatch("No", null, null)));
    assertThat(service.list(ALICE, null, ALL).items()).isEmpty();
    assertThat(revisions().find(first.designId(), 1).config()).as("for orders").isEqualTo(CONFIG);
    assertThat(revisions().list(ALICE, first.designId(), ALL).items()).hasSize(2);
    assertThat(store.outbox()).endsWith("design.deleted " + first.id());
  }

  @Test
  void aCopyIsADesignOfItsOwn() {
    DesignRow original = create(ALICE, "Rex");

    DesignRow copy = duplicate(ALICE, original.designId(), CopyRequest.PLAIN);
    DesignRow named = duplicate(ALICE, original.designId(), new CopyRequest("Max"));

    assertThat(copy.id()).isNotEqualTo(original.id());
    assertThat(copy.name()).isEqualTo("Copy of Rex");
    assertThat(copy.config()).isEqualTo(CONFIG);
    assertThat(copy.revision()).isEqualTo(1);
    assertThat(copy.status()).isEqualTo(DesignStatus.DRAFT);
    assertThat(named.name()).isEqualTo("Max");
    service.delete(ALICE, original.designId(), null);
    assertThat(service.read(ALICE, copy.designId())).isEqualTo(copy);
    assertThat(store.outbox()).contains("design.created " + copy.id());
  }

  @Test
  void aListPagesNewestFirstWithoutGapOrDoubleWhileDesignsComeAndGo() {
    List<DesignId> made = new ArrayList<>();
    for (int i = 0; i < 13; i++) {
      made.add(create(ALICE, "Rex " + i).designId());
      // Three at a time as if they were created in the same instant.
      createdAt(made.get(i), NOON.plusSeconds(i / 3));
    }
    create(BOB, "not hers");

    List<Design> listed = new ArrayList<>();
    String cursor = null;
    int pages = 0;
    do {
      Page<Design> page = service.list(ALICE, null, PageQuery.parse("5", cursor));
      listed.addAll(page.items());
      cursor = page.nextCursor();
      pages++;
      // What is made meanwhile is newer, what goes was seen: neither moves what follows. Not even
      // the design at which the cursor stands is needed.
      create(ALICE, "late");
      service.delete(ALICE, page.items().get(page.items().size() - 1).id(), null);
    } while (cursor != null);

    assertThat(pages).isEqualTo(3);
    assertThat(listed).extracting(Design::id).doesNotHaveDuplicates();
    assertThat(listed).extracting(Design::id).containsExactlyInAnyOrderElementsOf(made);
    assertThat(listed).extracting(Design::createdAt).isSortedAccordingTo((a, b) -> b.compareTo(a));
  }

  @Test
  void aPageThatIsJustFullIsTheLast() {
    IntStream.range(0, 3).forEach(i -> create(ALICE, "Rex"));

    Page<Design> page = service.list(ALICE, null, PageQuery.parse("3", null));

    assertThat(page.items()).hasSize(3);
    assertThat(page.nextCursor()).isNull();
  }

  @Test
  void revisionsPage() {
    DesignId id = create(ALICE, "Rex").designId();
    for (HarnessSize size : List.of(HarnessSize.S, HarnessSize.L, HarnessSize.XL)) {
      BuilderConfig config = new BuilderConfig(size, "coral", "silver", null);
      service.patch(ALICE, id, ANY, new DesignPatch(null, config, null));
    }

    Page<RevisionView> first = revisions().list(ALICE, id, PageQuery.parse("3", null));
    Page<RevisionView> second =
        revisions().list(ALICE, id, PageQuery.parse("3", first.nextCursor()));

    assertThat(first.items()).extracting(RevisionView::revision).containsExactly(4, 3, 2);
    assertThat(second.items()).extracting(RevisionView::revision).containsExactly(1);
    assertThat(second.nextCursor()).isNull();
  }

  @Test
  void aListIsByStatus() {
    create(ALICE, "draft");
    DesignId active = create(ALICE, "active").designId();
    service.patch(ALICE, active, ANY, new DesignPatch(null, null, DesignStatus.ACTIVE));

    assertThat(service.list(ALICE, DesignStatus.ACTIVE, ALL).items())
        .extracting(Design::name)
        .containsExactly("active");
    assertThat(service.list(ALICE, DesignStatus.ARCHIVED, ALL).items()).isEmpty();
  }

  private static <T> List<T> together(List<Callable<T>> tasks) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(6);
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> one : threads.invokeAll(tasks)) {
        results.add(one.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void eventsOfWhoOptedOutCarryNobodysId() {
    AtomicBoolean allows = new AtomicBoolean(true);
    DesignService asking =
        service(events, UserModuleDouble.everybody(() -> new Privacy(allows.get(), true)));

    createChangeCopyAndDelete(asking);
    assertThat(userIds()).hasSize(5).containsOnly("alice");
    allows.set(false);
    createChangeCopyAndDelete(asking);
    assertThat(userIds().subList(5, 10)).as("from the next event on").containsOnly("-");
    allows.set(true);
    createChangeCopyAndDelete(asking);
    assertThat(userIds().subList(10, 15)).containsOnly("alice");
  }

  @Test
  void whereNobodyCanTellTheEventCarriesNobodysIdAndTheDesignIsMade() {
    DesignService asking =
        service(
            events,
            UserModuleDouble.everybody(
                () -> {
                  throw new DomainException(ProblemCode.UNAVAILABLE, "away");
                }));

    DesignRow made = create(asking, ALICE, "Rex");

    assertThat(asking.read(ALICE, made.designId()).owner()).isEqualTo("alice");
    assertThat(userIds()).containsExactly("-");
  }

  private DesignRow create(Caller caller, String name) {
    return create(service, caller, name);
  }

  private static DesignRow create(DesignService service, Caller caller, String name) {
    return store
        .jdbi()
        .inTransaction(
            transaction ->
                service.create(
                    transaction,
                    List.of(
                        new NewDesign(
                            caller.subject(),
                            new DesignDraft(name, CONFIG),
                            service.eventOwner(caller)))))
        .get(0);
  }

  private DesignRow duplicate(Caller caller, DesignId id, CopyRequest request) {
    return duplicate(service, caller, id, request);
  }

  private static DesignRow duplicate(
      DesignService service, Caller caller, DesignId id, CopyRequest request) {
    return store
        .jdbi()
        .inTransaction(
            transaction ->
                service.duplicate(transaction, caller, service.eventOwner(caller), id, request));
  }

  @Test
  void aTokenOfBeforeAnErasureMakesNothing() {
    DesignId id = create(ALICE, "Rex").designId();
    long told = events().size();
    DesignService erased = service(events, UserModuleDouble.everybody(() -> Privacy.DEFAULT, NOON));

    for (Caller before : List.of(ALICE, alice(NOON.minusSeconds(9)), alice(NOON))) {
      assertGone(() -> create(erased, before, "Rex again"));
      assertGone(() -> duplicate(erased, before, id, CopyRequest.PLAIN));
      assertGone(() -> erased.patch(before, id, ANY, new DesignPatch("Mine", null, null)));
    }
    assertThat(events()).hasSize((int) told);
    assertThat(create(erased, alice(NOON.plusSeconds(1)), "New").name()).isEqualTo("New");
  }

  private static Caller alice(Instant issuedAt) {
    return new Caller(ALICE.subject(), Set.of(), null, issuedAt);
  }

  private static void assertGone(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            DomainException.class,
            e -> assertThat(e.code()).isEqualTo(ProblemCode.UNAUTHENTICATED));
  }

  private static DesignService service(EventBus events) {
    return service(events, UserModuleDouble.everybody(() -> Privacy.DEFAULT));
  }

  private static void createdAt(DesignId id, Instant time) {
    store
        .jdbi()
        .useHandle(
            h -> h.execute("UPDATE design SET created_at = ? WHERE id = ?", time, id.value()));
  }

  private static DesignService service(EventBus events, Users users) {
    return new DesignService(
        new Store(store.jdbi(), events),
        new PriceCalculator(PriceList.DEFAULT_TAX_RATE),
        cache,
        owners(users),
        PREVIEWS);
  }

  private Revisions revisions() {
    return new Revisions(new Store(store.jdbi(), events), PREVIEWS);
  }

  private static EventOwners owners(Users users) {
    return new EventOwners(users, new MetricRegistry());
  }

  /** Everything that tells of a design. */
  private static void createChangeCopyAndDelete(DesignService service) {
    DesignId id = create(service, ALICE, "Rex").designId();
    service.patch(ALICE, id, ANY, new DesignPatch(null, LARGE, null));
    restore(service, ALICE, id, null, 1);
    duplicate(service, ALICE, id, CopyRequest.PLAIN);
    service.delete(ALICE, id, null);
  }

  /** As the path does. */
  private static DesignRow restore(
      DesignService service, Caller caller, DesignId id, IfMatch condition, int revision) {
    String eventOwner = service.eventOwner(caller);
    return service.changing(
        id,
        () ->
            store
                .jdbi()
                .inTransaction(
                    transaction ->
                        service.restore(transaction, caller, eventOwner, id, condition, revision)));
  }

  private static List<String> userIds() {
    return store
        .jdbi()
        .withHandle(
            h ->
                h.createQuery("SELECT coalesce(data ->> 'userId', '-') FROM outbox ORDER BY id")
                    .mapTo(String.class)
                    .list());
  }

  private static Clock at(Instant now) {
    return Clock.fixed(now, ZoneOffset.UTC);
  }

  private static List<String> events() {
    return store
        .jdbi()
        .withHandle(
            h ->
                h.createQuery("SELECT data::text FROM outbox ORDER BY id")
                    .mapTo(String.class)
                    .list());
  }

  private static void assertNotFound(Runnable question) {
    assertThatExceptionOfType(DomainException.class)
        .isThrownBy(question::run)
        .satisfies(e -> assertThat(e.code()).isEqualTo(ProblemCode.NOT_FOUND));
  }

  /** Fails where the design's rows are written. */
  private static final class Failing implements EventBus {
    @Override
    public List<Instant> publish(Handle transaction, List<? extends DomainEvent> events) {
      throw new IllegalStateException("no room in the outbox");
    }

    @Override
    public <E extends DomainEvent> Subscription subscribe(
        Class<E> type, Consumer<Event<E>> listener) {
      throw new IllegalStateException();
    }
  }
}
