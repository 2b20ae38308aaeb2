package pet.builder.share;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import pet.builder.BuilderStore;
import pet.builder.UserModuleDouble;
import pet.builder.cache.EntityCache;
import pet.builder.design.DesignService;
import pet.builder.design.EventOwners;
import pet.builder.preview.PreviewUrls;
import pet.domain.Caller;
import pet.domain.builder.BuilderConfig;
import pet.domain.builder.DesignId;
import pet.domain.builder.HarnessSize;
import pet.domain.builder.PriceCalculator;
import pet.domain.builder.PriceList;
import pet.domain.user.Privacy;
import pet.messaging.Json;
import pet.messaging.OutboxEventBus;
import pet.platform.Store;
import pet.platform.crypto.Encryption;
import pet.platform.crypto.EncryptionSettings;
import pet.testing.Servers;
import pet.testing.ServersExtension;

/** Who opted out shares, and no event says who shared. */
@ExtendWith(ServersExtension.class)
class SharePrivacyIT {

  private static final Caller ALICE = new Caller("alice", Set.of(), null);

  @Test
  void aShareOfWhoOptedOutCarriesNobodysId(Servers servers) throws Exception {
    AtomicBoolean allows = new AtomicBoolean(true);
    try (BuilderStore database = BuilderStore.on(servers)) {
      Store store = new Store(database.jdbi(), new OutboxEventBus(() -> {}, null));
      EventOwners owners =
          new EventOwners(
              UserModuleDouble.everybody(() -> new Privacy(allows.get(), true)),
              new MetricRegistry());
      EntityCache cache =
          new EntityCache(
              store.jdbi(),
              database.redis(),
              Json.strict(),
              Duration.ofMinutes(1),
              new MetricRegistry());
      PriceCalculator prices = new PriceCalculator(PriceList.DEFAULT_TAX_RATE);
      Clock clock = Clock.systemUTC();
      ShareService shares =
          new ShareService(
              store,
              new DesignService(
                  store,
                  prices,
                  cache,
                  owners,
                  new PreviewUrls(new Encryption(new EncryptionSettings(null)))),
              owners,
              clock);

      share(store, shares);
      allows.set(false);
      share(store, shares);

      List<String> userIds =
          store
              .jdbi()
              .withHandle(
                  h ->
                      h.createQuery(
                              "SELECT coalesce(data ->> 'userId', '-') FROM outbox ORDER BY id")
                          .mapTo(String.class)
                          .list());
      assertThat(userIds).containsExactly("alice", "-");
      assertThat(times(store, "SELECT created_at FROM share ORDER BY created_at"))
          .as("what is kept of a fact has its event's time")
          .isEqualTo(times(store, "SELECT time FROM outbox ORDER BY time"));
    }
  }

  private static List<Instant> times(Store store, String sql) {
    return store.jdbi().withHandle(h -> h.createQuery(sql).mapTo(Instant.class).list());
  }

  private static void share(Store store, ShareService shares) throws Exception {
    DesignId id = DesignId.random();
    String eventOwner = shares.eventOwner(ALICE);
    store
        .jdbi()
        .useTransaction(
            transaction -> {
              transaction.execute(
                  """
                  WITH d AS (
                    INSERT INTO design (id, owner, name, status, revision, created_at, updated_at)
                    VALUES (?, 'alice', 'Rex', 'DRAFT', 1, now(), now()) RETURNING id)
                  INSERT INTO design_revision (design_id, revision, config, price, created_at)
                  SELECT id, 1, CAST(? AS jsonb), CAST(? AS jsonb), now() FROM d
                  """,
                  id.value(),
                  "{\"size\":\"M\",\"colorId\":\"ocean\",\"hardwareId\":\"gold\"}",
                  Json.strict()
                      .writeValueAsString(
                          new PriceCalculator(PriceList.DEFAULT_TAX_RATE)
                              .calculatePrice(
                                  new BuilderConfig(HarnessSize.M, "ocean", "gold", null))));
              shares.share(transaction, ALICE, eventOwner, id, ShareRequest.PLAIN);
            });
  }
}
