package pet.builder.design;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import pet.builder.BuilderModule;
import pet.builder.UserModuleDouble;
import pet.builder.cache.EntityCache;
import pet.builder.checkout.ShopSettings;
import pet.builder.checkout.ShopifyCart;
import pet.builder.preview.ErasedPictures;
import pet.builder.preview.PreviewUrls;
import pet.domain.Caller;
import pet.domain.DomainException;
import pet.domain.ModuleName;
import pet.domain.Person;
import pet.domain.builder.BuilderConfig;
import pet.domain.builder.DesignId;
import pet.domain.builder.Designs;
import pet.domain.builder.HarnessSize;
import pet.domain.builder.PriceCalculator;
import pet.domain.builder.PriceList;
import pet.domain.user.Privacy;
import pet.messaging.Json;
import pet.messaging.OutboxEventBus;
import pet.platform.Store;
import pet.platform.crypto.Encryption;
import pet.platform.crypto.EncryptionSettings;
import pet.platform.database.DatabaseSettings;
import pet.platform.database.ModuleDatabase;
import pet.platform.idempotency.Idempotency;
import pet.testing.PetProcess;
import pet.testing.Servers;
import pet.testing.ServersExtension;
import pet.testing.contract.DesignsContract;
import pet.testing.contract.Places;
import redis.clients.jedis.RedisClient;

/** The module keeps its promises wherever it runs. */
@ExtendWith(ServersExtension.class)
@Timeout(60)
class DesignsContractIT {

  private static Jdbi jdbi;
  private static RedisClient redis;
  private static EntityCache cache;
  private static DesignService service;
  private static PetProcess process;
  private static Places<Designs> places;

  @BeforeAll
  static void boot(Servers servers) throws Exception {
    DatabaseSettings settings = servers.newDatabase();
    ModuleDatabase database =
        new ModuleDatabase(settings, BuilderModule.SCHEMA, new MetricRegistry());
    database.migrate(BuilderModule.CHANGELOG);
    jdbi = database.jdbi(Json.strict());
    redis = RedisClient.create(servers.redisUri());
    Store store = new Store(jdbi, new OutboxEventBus(() -> {}, null));
    cache =
        new EntityCache(jdbi, redis, Json.strict(), Duration.ofMinutes(10), new MetricRegistry());
    cache.start();
    PreviewUrls previews = new PreviewUrls(new Encryption(new EncryptionSettings(null)));
    service =
        new DesignService(
            store,
            new PriceCalculator(PriceList.DEFAULT_TAX_RATE),
            cache,
            new EventOwners(
                UserModuleDouble.everybody(() -> Privacy.DEFAULT), new MetricRegistry()),
            previews);
    process =
        PetProcess.of(
                "builder-service",
                List.of(
                    new UserModuleDouble(UserModuleDouble.everybody(() -> Privacy.DEFAULT)),
                    new BuilderModule()),
                "builder.yml")
            .on(servers, settings)
            .with("modules.user", "local")
            .start();
    Designs local =
        new DesignsForNeighbours(
            new Revisions(store, previews),
            new PersonalDesigns(
                store,
                cache,
                new Idempotency(jdbi, Json.strict(), Clock.systemUTC()),
                new ErasedPictures(jdbi, new Encryption(new EncryptionSettings(null))),
                Clock.systemUTC()),
            new ShopifyCart(new ShopSettings(null, null).withDevelopmentVariants(), Json.strict())
                ::basket);
    places = new Places<>(ModuleName.BUILDER, Designs.class, local, process.url());
  }

  @AfterAll
  static void stop() throws Exception {
    places.close();
    process.close();
    cache.stop();
    redis.close();
  }

  private static Caller caller(String subject) {
    return new Caller(subject, Set.of(), null);
  }

  abstract static class InThisRoom extends DesignsContract {
    @Override
    protected DesignId aDesign(String owner, String name, BuilderConfig config) {
      DesignDraft draft = new DesignDraft(name, config);
      return jdbi.inTransaction(
              transaction ->
                  service.create(transaction, List.of(new NewDesign(owner, draft, owner))))
          .get(0)
          .designId();
    }

    @Override
    protected void share(String owner, DesignId design) {
      jdbi.useHandle(
          h ->
              h.execute(
                  "INSERT INTO share (token, design_id, created_at) VALUES (?, ?, now())",
                  "token of " + design,
                  design.value()));
    }

    /** Analytics has counted it, and nobody can count it back. */
    @Test
    void thatADesignWasSharedStaysWhenItsPersonIsErasedAndTheLinkDoesNot() {
      BuilderConfig config = new BuilderConfig(HarnessSize.M, "ocean", "gold", null);
      DesignId design = aDesign("sharer", "Rex", config);
      share("sharer", design);

      designs().erase(new Person("sharer", null));

      List<String> links =
          jdbi.withHandle(
              h ->
                  h.createQuery(
                          "SELECT token || (revoked_at IS NULL) FROM share WHERE design_id = :id")
                      .bind("id", design.value())
                      .mapTo(String.class)
                      .list());
      assertThat(links).hasSize(1);
      assertThat(links.get(0)).startsWith("erased:").endsWith("false");
    }

    /** Also by which requests, which are kept in a table of their own. */
    @Test
    void whoLookedAtADesignIsForgottenWithItsPerson() {
      BuilderConfig config = new BuilderConfig(HarnessSize.M, "ocean", "gold", null);
      String owner = "looked at " + UUID.randomUUID();
      DesignId design = aDesign(owner, "Rex", config);
      DesignId another = aDesign("somebody else", "Max", config);
      List.of(design, another).forEach(InThisRoom::lookAt);

      designs().erase(new Person(owner, null));

      for (String table : List.of("share_request", "share_view", "design_views")) {
        assertThat(rows(table, design)).as(table).isZero();
        assertThat(rows(table, another)).as(table).isEqualTo(1);
      }
    }

    private static void lookAt(DesignId design) {
      jdbi.useHandle(
          h -> {
            h.execute(
                "INSERT INTO share_request (design_id, request_id) VALUES (?, 'request')",
                design.value());
            h.execute(
                "INSERT INTO share_view (design_id, trace_id, remembered) VALUES (?, 'request', true)",
                design.value());
            h.execute("INSERT INTO design_views (design_id, views) VALUES (?, 7)", design.value());
          });
    }

    private static int rows(String table, DesignId design) {
      return jdbi.withHandle(
          h ->
              h.createQuery("SELECT count(*) FROM " + table + " WHERE design_id = :id")
                  .bind("id", design.value())
                  .mapTo(Integer.class)
                  .one());
    }

    @Override
    protected void delete(DesignId design) {
      jdbi.useHandle(
          h -> h.execute("UPDATE design SET deleted_at = now() WHERE id = ?", design.value()));
    }

    @Override
    protected BuilderConfig read(String owner, DesignId design) {
      return service.read(caller(owner), design).config();
    }

    @Override
    protected boolean isThere(String owner, DesignId design) {
      try {
        service.read(caller(owner), design);
        return true;
      } catch (DomainException e) {
        return false;
      }
    }
  }

  @Nested
  class Here extends InThisRoom {
    @Override
    protected Designs designs() {
      return places.here();
    }
  }

  @Nested
  class Elsewhere extends InThisRoom {
    @Override
    protected Designs designs() {
      return places.elsewhere();
    }
  }

  @Nested
  class OnABadDay extends InThisRoom {
    @Override
    protected Designs designs() {
      return places.onABadDay();
    }
  }
}
