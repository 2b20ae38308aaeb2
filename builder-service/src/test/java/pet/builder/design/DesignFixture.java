package pet.builder.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.codahale.metrics.MetricRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import pet.builder.BuilderStore;
import pet.builder.UserModuleDouble;
import pet.builder.cache.EntityCache;
import pet.builder.preview.PreviewUrls;
import pet.domain.Caller;
import pet.domain.DomainException;
import pet.domain.PageQuery;
import pet.domain.ProblemCode;
import pet.domain.builder.BuilderConfig;
import pet.domain.builder.DesignId;
import pet.domain.builder.HarnessSize;
import pet.domain.builder.Personalization;
import pet.domain.builder.PriceCalculator;
import pet.domain.builder.PriceList;
import pet.domain.user.Privacy;
import pet.domain.user.Users;
import pet.messaging.EventBus;
import pet.messaging.Json;
import pet.messaging.OutboxEventBus;
import pet.platform.Store;
import pet.platform.crypto.Encryption;
import pet.platform.crypto.EncryptionSettings;
import pet.platform.http.IfMatch;
import pet.testing.Servers;
import pet.testing.ServersExtension;

/** The design service on a real database and cache; the outbox is read where it is written. */
@ExtendWith(ServersExtension.class)
abstract class DesignFixture {

  static final Caller ALICE = new Caller("alice", Set.of(), null);
  static final BuilderConfig CONFIG =
      new BuilderConfig(
          HarnessSize.M,
          "ocean",
          "gold",
          new Personalization(
              "Рекс ♥", Personalization.Font.SCRIPT, Personalization.Position.CHEST, "#ff7a59"));
  static final BuilderConfig LARGE = new BuilderConfig(HarnessSize.L, "ocean", "gold", null);
  static final Instant NOON = Instant.parse("2026-11-22T12:00:00.123456789Z");
  static final IfMatch ANY = IfMatch.needed("*");
  static final PageQuery ALL = PageQuery.parse("100", null);

  private static final PriceCalculator PRICES = new PriceCalculator(PriceList.DEFAULT_TAX_RATE);
  private static final PreviewUrls PREVIEWS =
      new PreviewUrls(new Encryption(new EncryptionSettings(null)));

  static BuilderStore store;
  private static EntityCache cache;

  final EventBus events = new OutboxEventBus(() -> {}, null);
  final DesignService service = service(events);

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

  DesignRow create(Caller caller, String name) {
    return create(service, caller, name);
  }

  DesignRow create(DesignService service, Caller caller, String name) {
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

  DesignRow duplicate(Caller caller, DesignId id, CopyRequest request) {
    return duplicate(service, caller, id, request);
  }

  DesignRow duplicate(DesignService service, Caller caller, DesignId id, CopyRequest request) {
    return store
        .jdbi()
        .inTransaction(
            transaction ->
                service.duplicate(transaction, caller, service.eventOwner(caller), id, request));
  }

  DesignService service(EventBus events) {
    return service(events, UserModuleDouble.everybody(() -> Privacy.DEFAULT), PRICES);
  }

  DesignService service(Users users) {
    return service(events, users, PRICES);
  }

  DesignService service(PriceCalculator prices) {
    return service(events, UserModuleDouble.everybody(() -> Privacy.DEFAULT), prices);
  }

  private DesignService service(EventBus events, Users users, PriceCalculator prices) {
    return new DesignService(
        new Store(store.jdbi(), events),
        prices,
        cache,
        new EventOwners(users, new MetricRegistry()),
        PREVIEWS);
  }

  Revisions revisions() {
    return new Revisions(new Store(store.jdbi(), events), PREVIEWS);
  }

  /** As the path does. */
  DesignRow restore(
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

  List<String> events() {
    return store
        .jdbi()
        .withHandle(
            h ->
                h.createQuery("SELECT data::text FROM outbox ORDER BY id")
                    .mapTo(String.class)
                    .list());
  }

  static void assertNotFound(Runnable question) {
    assertThatExceptionOfType(DomainException.class)
        .isThrownBy(question::run)
        .satisfies(e -> assertThat(e.code()).isEqualTo(ProblemCode.NOT_FOUND));
  }

  List<String> userIds() {
    return store
        .jdbi()
        .withHandle(
            h ->
                h.createQuery("SELECT coalesce(data ->> 'userId', '-') FROM outbox ORDER BY id")
                    .mapTo(String.class)
                    .list());
  }
}
