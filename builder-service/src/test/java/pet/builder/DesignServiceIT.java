package pet.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.codahale.metrics.MetricRegistry;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import pet.domain.Caller;
import pet.domain.DomainEvent;
import pet.domain.DomainException;
import pet.domain.Page;
import pet.domain.PageQuery;
import pet.domain.ProblemCode;
import pet.domain.builder.BuilderConfig;
import pet.domain.builder.DesignId;
import pet.domain.builder.DesignStatus;
import pet.domain.builder.HarnessSize;
import pet.domain.builder.Personalization;
import pet.domain.builder.PriceCalculator;
import pet.domain.user.Privacy;
import pet.domain.user.Users;
import pet.messaging.Event;
import pet.messaging.EventBus;
import pet.messaging.Json;
import pet.messaging.OutboxEventBus;
import pet.platform.Store;
import pet.platform.database.ModuleDatabase;
import pet.testing.Servers;
import pet.testing.ServersExtension;
import redis.clients.jedis.RedisClient;

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
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00.123456789Z");

  private static Jdbi jdbi;
  private static RedisClient redis;

  private final EventBus events = new OutboxEventBus(() -> {}, null);
  private final DesignService service = service(events, NOON);

  @BeforeAll
  static void prepare(Servers servers) throws Exception {
    ModuleDatabase database =
        new ModuleDatabase(servers.newDatabase(), BuilderModule.SCHEMA, new MetricRegistry());
    database.migrate(BuilderModule.CHANGELOG);
    jdbi = database.jdbi(Json.strict());
    redis = RedisClient.create(servers.redisUri());
  }

  @AfterAll
  static void close() {
    redis.close();
  }

  @BeforeEach
  void clean() {
    jdbi.useHandle(h -> h.execute("TRUNCATE share, design_revision, design, outbox"));
  }

  @Test
  void whatIsCreatedReadsBackFromDatabaseAndCache() {
    DesignRow created = service.create(ALICE, new DesignDraft("Rex", CONFIG));
    DesignId id = new DesignId(created.id());

    assertThat(created.status()).isEqualTo(DesignStatus.DRAFT);
    assertThat(created.revision()).isEqualTo(1);
    assertThat(created.price()).isEqualTo(service.quote(CONFIG));
    assertThat(service.read(ALICE, id)).as("from the database").isEqualTo(created);
    jdbi.useHandle(h -> h.execute("UPDATE design SET name = 'changed behind the cache'"));
    assertThat(service.read(ALICE, id)).as("from the cache").isEqualTo(created);
  }

  @Test
  void anothersDesignIsNotThereNotEvenInTheCacheNorForStaff() {
    DesignId id = new DesignId(service.create(ALICE, new DesignDraft("Rex", CONFIG)).id());

    assertNotFound(() -> service.read(BOB, id));
    service.read(ALICE, id);
    assertNotFound(() -> service.read(BOB, id));
    assertNotFound(() -> service.share(BOB, id));
    assertNotFound(() -> service.read(ALICE, DesignId.random()));
    assertThat(service.list(BOB, null, PageQuery.parse(null, null)).items()).isEmpty();
  }

  @Test
  void anUnreadableCacheEntryIsPassedOver() {
    DesignRow created = service.create(ALICE, new DesignDraft("Rex", CONFIG));
    DesignId id = new DesignId(created.id());
    redis.set("pet:builder:design:1:" + id, "{\"of\":\"another version\"}");

    assertThat(service.read(ALICE, id)).isEqualTo(created);
    assertThat(redis.get("pet:builder:design:1:" + id)).contains("alice");
    assertThat(redis.ttl("pet:builder:design:1:" + id)).isBetween(1L, 600L);
  }

  @Test
  void theEventIsWrittenWithTheDesignOrNeitherIs() {
    DesignRow created = service.create(ALICE, new DesignDraft("Rex", CONFIG));

    assertThat(outbox()).containsExactly("design.created " + created.id());
    String data =
        jdbi.withHandle(
            h -> h.createQuery("SELECT data::text FROM outbox").mapTo(String.class).one());
    assertThat(data).contains("\"userId\": \"alice\"").doesNotContain("Rex").doesNotContain("Рекс");

    assertThatIllegalStateException()
        .isThrownBy(
            () -> service(new Failing(), NOON).create(ALICE, new DesignDraft("Lost", CONFIG)));
    assertThat(count("design")).isEqualTo(1);
    assertThat(count("design_revision")).isEqualTo(1);
  }

  @Test
  void aListPagesNewestFirstWithoutGapOrDoubleAlsoOfTheSameInstant() {
    List<DesignId> made = new ArrayList<>();
    for (int i = 0; i < 13; i++) {
      // Three at a time are created in the same instant.
      DesignService then = service(events, NOON.plusSeconds(i / 3));
      made.add(new DesignId(then.create(ALICE, new DesignDraft("Rex " + i, CONFIG)).id()));
    }
    service.create(BOB, new DesignDraft("not hers", CONFIG));

    List<Design> listed = new ArrayList<>();
    String cursor = null;
    int pages = 0;
    do {
      Page<Design> page = service.list(ALICE, null, PageQuery.parse("5", cursor));
      listed.addAll(page.items());
      cursor = page.nextCursor();
      pages++;
      // What is made meanwhile is newer, and does not move what follows.
      service(events, NOON.plusSeconds(60)).create(ALICE, new DesignDraft("late", CONFIG));
    } while (cursor != null);

    assertThat(pages).isEqualTo(3);
    assertThat(listed).extracting(Design::id).doesNotHaveDuplicates();
    assertThat(listed).extracting(Design::id).containsExactlyInAnyOrderElementsOf(made);
    assertThat(listed).extracting(Design::createdAt).isSortedAccordingTo((a, b) -> b.compareTo(a));
  }

  @Test
  void aPageThatIsJustFullIsTheLast() {
    IntStream.range(0, 3).forEach(i -> service.create(ALICE, new DesignDraft("Rex", CONFIG)));

    Page<Design> page = service.list(ALICE, null, PageQuery.parse("3", null));

    assertThat(page.items()).hasSize(3);
    assertThat(page.nextCursor()).isNull();
  }

  @Test
  void aListIsByStatus() {
    service.create(ALICE, new DesignDraft("draft", CONFIG));
    DesignRow active = service.create(ALICE, new DesignDraft("active", CONFIG));
    jdbi.useHandle(h -> h.execute("UPDATE design SET status = 'ACTIVE' WHERE id = ?", active.id()));

    assertThat(service.list(ALICE, DesignStatus.ACTIVE, PageQuery.parse(null, null)).items())
        .extracting(Design::name)
        .containsExactly("active");
    assertThat(service.list(ALICE, DesignStatus.ARCHIVED, PageQuery.parse(null, null)).items())
        .isEmpty();
  }

  @Test
  void sharingAtTheSameTimeMakesOneLinkAndOneEvent() throws Exception {
    DesignId id = new DesignId(service.create(ALICE, new DesignDraft("Rex", CONFIG)).id());
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      Callable<DesignService.Shared> share = () -> service.share(ALICE, id);
      Set<String> tokens = new HashSet<>();
      int fresh = 0;
      for (Future<DesignService.Shared> one :
          threads.invokeAll(IntStream.range(0, 24).mapToObj(i -> share).toList())) {
        tokens.add(one.get().token().value());
        fresh += one.get().fresh() ? 1 : 0;
      }

      assertThat(tokens).hasSize(1);
      assertThat(fresh).isEqualTo(1);
      assertThat(outbox()).containsOnlyOnce("design.shared " + id);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aLinkLeadsToTheDesignUntilItIsRevoked() {
    DesignRow created = service.create(ALICE, new DesignDraft("Rex", CONFIG));
    ShareToken token = service.share(ALICE, new DesignId(created.id())).token();
    ShareToken revoked = ShareToken.random();
    jdbi.useHandle(
        h ->
            h.execute(
                "INSERT INTO share (token, design_id, created_at, revoked_at)"
                    + " VALUES (?, ?, now(), now())",
                revoked.value(),
                created.id()));

    assertThat(service.shared(token)).isEqualTo(created);
    assertThat(service.shared(token)).as("from the cache").isEqualTo(created);
    assertNotFound(() -> service.shared(revoked));
    assertNotFound(() -> service.shared(ShareToken.random()));
  }

  @Test
  void aRevisionOutlivesItsDesign() {
    DesignId id = new DesignId(service.create(ALICE, new DesignDraft("Rex", CONFIG)).id());
    jdbi.useHandle(h -> h.execute("UPDATE design SET deleted_at = now()"));

    assertNotFound(() -> service.read(ALICE, id));
    assertThat(service.list(ALICE, null, PageQuery.parse(null, null)).items()).isEmpty();
    assertThat(service.revision(id, 1).config()).isEqualTo(CONFIG);
    assertThat(service.revision(id, 1).price()).isEqualTo(service.quote(CONFIG));
    assertNotFound(() -> service.revision(id, 2));
  }

  @Test
  void eventsOfWhoOptedOutCarryNobodysId() {
    AtomicBoolean allows = new AtomicBoolean(true);
    DesignService asking = service(events, NOON, userId -> new Privacy(allows.get(), true));

    createAndShare(asking);
    assertThat(userIds()).containsExactly("alice", "alice");
    allows.set(false);
    createAndShare(asking);
    assertThat(userIds()).as("from the next event on").containsExactly("alice", "alice", "-", "-");
    allows.set(true);
    createAndShare(asking);
    assertThat(userIds()).endsWith("-", "alice", "alice");
  }

  @Test
  void whereNobodyCanTellTheEventCarriesNobodysIdAndTheDesignIsMade() {
    DesignService asking =
        service(
            events,
            NOON,
            userId -> {
              throw new DomainException(ProblemCode.UNAVAILABLE, "away");
            });

    DesignId id = createAndShare(asking);

    assertThat(asking.read(ALICE, id).owner()).isEqualTo("alice");
    assertThat(userIds()).containsExactly("-", "-");
  }

  private static DesignId createAndShare(DesignService service) {
    DesignId id = new DesignId(service.create(ALICE, new DesignDraft("Rex", CONFIG)).id());
    service.share(ALICE, id);
    return id;
  }

  private static List<String> userIds() {
    return jdbi.withHandle(
        h ->
            h.createQuery("SELECT coalesce(data ->> 'userId', '-') FROM outbox ORDER BY id")
                .mapTo(String.class)
                .list());
  }

  private static DesignService service(EventBus events, Instant now) {
    return service(events, now, userId -> Privacy.DEFAULT);
  }

  private static DesignService service(EventBus events, Instant now, Users users) {
    return new DesignService(
        new Store(jdbi, events),
        new PriceCalculator(new BigDecimal("0.0875")),
        new DesignCache(redis, Json.strict(), Duration.ofMinutes(10), new MetricRegistry()),
        new EventOwners(users, new MetricRegistry()),
        Clock.fixed(now, ZoneOffset.UTC));
  }

  private static List<String> outbox() {
    return jdbi.withHandle(
        h ->
            h.createQuery("SELECT type || ' ' || aggregate_id FROM outbox ORDER BY id")
                .mapTo(String.class)
                .list());
  }

  private static int count(String table) {
    return jdbi.withHandle(
        h -> h.createQuery("SELECT count(*) FROM " + table).mapTo(Integer.class).one());
  }

  private static void assertNotFound(Runnable question) {
    assertThatExceptionOfType(DomainException.class)
        .isThrownBy(question::run)
        .satisfies(e -> assertThat(e.code()).isEqualTo(ProblemCode.NOT_FOUND));
  }

  /** Fails after the design's rows were written. */
  private static final class Failing implements EventBus {
    @Override
    public void publish(Handle transaction, DomainEvent event) {
      throw new IllegalStateException("no room in the outbox");
    }

    @Override
    public <E extends DomainEvent> Subscription subscribe(
        Class<E> type, Consumer<Event<E>> listener) {
      throw new IllegalStateException();
    }
  }
}
