package pet.backend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static pet.testing.shopify.ShopifyOrderPayload.anOrder;

import com.codahale.metrics.MetricRegistry;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import pet.domain.builder.DesignCreated;
import pet.messaging.LiveEvents;
import pet.messaging.RedisSettings;
import pet.platform.database.DatabaseSettings;
import pet.testing.Answer;
import pet.testing.FreePorts;
import pet.testing.PetProcess;
import pet.testing.Servers;
import pet.testing.ServersExtension;
import pet.testing.shopify.ShopifyOrderPayload;
import redis.clients.jedis.RedisClient;

/** People own their data: in one process, and where the user module is alone in one. */
@Timeout(120)
class PersonalDataIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String STAFF = PetProcess.token("bob", "staff");

  private static final Duration SOON = Duration.ofSeconds(30);

  /** One person's life in the store, and its end. */
  @ExtendWith(ServersExtension.class)
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  abstract static class Scenario {

    private final Map<String, String> userIds = new ConcurrentHashMap<>();
    private RedisClient redis;
    private StoredData stored;
    private LiveEvents live;
    private List<PetProcess> processes = List.of();
    private PetProcess process;

    /** Boots what is asked; the first one is where people come. */
    abstract List<PetProcess> boot(Servers servers, DatabaseSettings settings);

    @BeforeAll
    void boot(Servers servers) {
      DatabaseSettings database = servers.newDatabase();
      processes = boot(servers, database);
      process = processes.get(0);
      redis = RedisClient.create(servers.redisUri());
      stored = new StoredData(database, redis);
      live = new LiveEvents(RedisSettings.at(servers.redisUri().toString()), new MetricRegistry());
      live.start();
      live.subscribe(
          DesignCreated.class,
          event -> userIds.put(event.subject(), String.valueOf(event.data().userId())));
      await().atMost(SOON).until(live::connected);
    }

    @AfterAll
    void stop() {
      processes.forEach(PetProcess::close);
      live.close();
      redis.close();
    }

    static PetProcess.Builder backend(Servers servers, DatabaseSettings database, String name) {
      return PetProcess.of(name, BackendService.modules(), "backend.yml")
          .on(servers, database)
          .with("analytics.application", name)
          .with("analytics.stateDirectory", Path.of("target", name));
    }

    @Test
    void anExportHoldsAllThatIsKnown() throws Exception {
      StoreCustomer ann = new StoreCustomer(process).isKnownToClerk().designs().orders();
      ann.choose(false);

      Answer export = ann.export();

      assertThat(export.status()).as(export.text()).isEqualTo(200);
      assertThat(export.header("cache-control")).isEqualTo("no-store");
      JsonNode known = export.json();
      assertThat(known.at("/profile/id").asText()).isEqualTo(ann.userId);
      assertThat(known.at("/profile/email").asText()).isEqualTo(ann.email);
      assertThat(known.at("/preferences/theme").asText()).isEqualTo("dark");
      assertThat(known.at("/designs/0/id").asText()).isEqualTo(ann.designId);
      assertThat(known.at("/designs/0/name").asText()).isEqualTo("For " + ann.word);
      assertThat(known.at("/designs/0/revisions/0/config/personalization/text").asText())
          .isEqualTo(ann.word);
      assertThat(known.at("/orders/0/email").asText()).isEqualTo(ann.email);
      assertThat(known.at("/orders/0/shopifyOrderId").longValue()).isEqualTo(ann.order.id());
      assertThat(known.at("/orders/0/lines")).anyMatch(l -> l.toString().contains(ann.designId));
      assertThat(known.at("/deliveries/0/body").asText())
          .isEqualTo(new String(ann.order.compact(), UTF_8));
      assertThat(known.at("/deliveries/1/source").asText()).isEqualTo("clerk");
      assertThat(known.at("/deliveries/1/body").asText()).contains(ann.word);
      assertThat(known.at("/analytics/counts/0/rollup").asText()).isEqualTo("designs");
      assertThat(new StoreCustomer(process).export().json().at("/designs")).isEmpty();
    }

    /** What is in an order's lane is found by its order alone. */
    @Test
    void anExportHoldsTheDeliveriesOfOrdersBeyondTheFirstPage() throws Exception {
      StoreCustomer ann = new StoreCustomer(process);
      Set<Long> told = new HashSet<>();
      for (int i = 0; i < 51; i++) {
        ShopifyOrderPayload order = anOrder().email(ann.email);
        ann.shopTells("orders/create", order.compact());
        told.add(order.id());
      }
      await()
          .atMost(SOON)
          .untilAsserted(
              () -> assertThat(ann.export().json().get("orders")).as("two pages").hasSize(51));

      Set<Long> kept = new HashSet<>();
      for (JsonNode delivery : ann.export().json().get("deliveries")) {
        kept.add(JSON.readTree(delivery.get("body").asText()).get("id").longValue());
      }

      assertThat(kept).isEqualTo(told);
    }

    @Test
    void anExportThatCannotGoOnIsNotTakenForAWholeOne() throws Exception {
      StoreCustomer ann = new StoreCustomer(process);
      for (int i = 0; i < 51; i++) {
        ann.designs();
      }
      ann.orders();
      assertThat(ann.export().json().get("designs")).as("two pages").hasSize(51);
      // No key of ours has this version.
      stored.change(
          "UPDATE webhook.delivery SET body = decode('7f', 'hex') || body WHERE lane LIKE '%:"
              + ann.order.id()
              + "'");

      assertThatThrownBy(() -> JSON.readTree(ann.export().text())).isNotNull();
    }

    @Test
    void whoIsErasedIsNowhere() throws Exception {
      StoreCustomer ann = new StoreCustomer(process).isKnownToClerk().designs().orders();
      StoreCustomer bob = new StoreCustomer(process).designs().orders();
      process.get("/api/users/me", ann.token);

      Answer erased = ann.erase();

      assertThat(erased.status()).as(erased.text()).isEqualTo(200);
      assertThat(erased.json().get("designs").intValue()).isEqualTo(1);
      assertThat(erased.json().get("orders").intValue()).isEqualTo(1);
      assertThat(erased.json().get("deliveries").intValue()).isEqualTo(2);
      assertThat(process.get(ann.link).status()).isEqualTo(404);
      assertThat(process.get("/api/designs/" + ann.designId, ann.token).status()).isEqualTo(404);
      assertThat(process.get("/api/orders", ann.token).json().get("items")).isEmpty();
      assertThat(process.get("/api/orders/" + ann.order.number() + "?email=" + ann.email).status())
          .isEqualTo(404);
      await()
          .atMost(SOON)
          .untilAsserted(
              () -> assertThat(stored.traces(ann.userId, ann.email, ann.word)).isEmpty());
      assertThat(stored.bodiesOf(ann.order.id())).isZero();

      assertThat(stored.traces(bob.userId, bob.word)).isNotEmpty();
      assertThat(stored.bodiesOf(bob.order.id())).isEqualTo(1);
      assertThat(bob.export().json().get("orders")).hasSize(1);

      Answer again = ann.erase();
      assertThat(again.json().get("designs").intValue()).as("the same report").isEqualTo(1);
      assertThat(again.json().get("orders").intValue()).isEqualTo(1);
      assertThat(process.get("/api/users/me", ann.token).status()).isEqualTo(401);
      assertThat(designWith(ann.token).status()).as("nothing of theirs begins anew").isEqualTo(401);
      assertThat(designWith(bob.token).status()).isEqualTo(201);
      assertThat(stored.traces(ann.userId)).isEmpty();
    }

    private Answer designWith(String token) {
      return process.post(
          "/api/designs",
          token,
          """
          {"name":"Again","config":{"size":"M","colorId":"ocean","hardwareId":"gold"}}""");
    }

    @Test
    void whomTheLoginProviderDeletesIsErasedByItself() throws Exception {
      StoreCustomer ann = new StoreCustomer(process).isKnownToClerk();
      await()
          .atMost(SOON)
          .untilAsserted(() -> assertThat(stored.traces(ann.userId, ann.email)).isNotEmpty());
      ann.designs().orders();

      ann.isDeletedAtClerk();

      await()
          .atMost(SOON)
          .untilAsserted(
              () -> assertThat(stored.traces(ann.userId, ann.email, ann.word)).isEmpty());
      assertThat(stored.bodiesOf(ann.order.id())).isZero();
      assertThat(process.get(ann.link).status()).isEqualTo(404);
      assertThat(process.get("/api/users/me", ann.token).status())
          .as("its token is still good for hours")
          .isEqualTo(401);
      assertThat(designWith(ann.token).status()).isEqualTo(401);
      ann.isKnownToClerk();
      await()
          .atMost(SOON)
          .untilAsserted(
              () -> assertThat(stored.traces(ann.userId, ann.email, ann.word)).isEmpty());
    }

    @Test
    void whomTheShopForgetsIsNowhereAndAReportSaysSo() throws Exception {
      StoreCustomer ann = new StoreCustomer(process).isKnownToClerk().designs().orders();
      process.get("/api/users/me", ann.token);
      StoreCustomer bob = new StoreCustomer(process).designs().orders();

      ann.isForgottenByTheShop(ann.email, ann.order);

      await()
          .atMost(SOON)
          .untilAsserted(
              () -> assertThat(stored.traces(ann.userId, ann.email, ann.word)).isEmpty());
      assertThat(stored.bodiesOf(ann.order.id())).isZero();
      assertThat(process.get(ann.link).status()).isEqualTo(404);
      assertThat(process.get("/api/users/me", ann.token).status()).isEqualTo(401);
      JsonNode report = lastErasure();
      assertThat(report.get("requestedBy").asText()).isEqualTo("shopify");
      assertThat(report.get("designs").intValue()).isEqualTo(1);
      assertThat(report.get("revisions").intValue()).isEqualTo(1);
      assertThat(report.get("deliveries").intValue()).as("with the one that asks").isEqualTo(3);
      assertThat(report.get("orders").intValue()).isEqualTo(1);
      JsonNode asking =
          process.get("/api/webhooks/deliveries?topic=customers/redact", STAFF).json();
      assertThat(asking.at("/items/0/reason").asText()).endsWith(report.get("id").asText());
      assertThat(stored.bodiesOf(ann.order.id() - 1)).as("what asked for it").isZero();
      assertThat(stored.traces(bob.userId, bob.word)).isNotEmpty();
      assertThat(bob.export().json().get("orders")).hasSize(1);
    }

    /** When it is done. */
    private JsonNode lastErasure() {
      await()
          .atMost(SOON)
          .until(
              () ->
                  process
                      .get("/api/users/erasures", STAFF)
                      .json()
                      .at("/items/0/erasedAt")
                      .isTextual());
      JsonNode last = process.get("/api/users/erasures", STAFF).json().at("/items/0");
      assertThat(process.get("/api/users/erasures/" + last.get("id").asText(), STAFF).json())
          .isEqualTo(last);
      return last;
    }

    @Test
    void whoBoughtWithAnAddressWithoutALoginLosesWhatTheyHadWritten() throws Exception {
      StoreCustomer ann = new StoreCustomer(process).designs();
      String address = "other." + ann.email;
      ShopifyOrderPayload order = anOrder().email(address).designed(ann.designId, 1, "74.99", 1);
      ann.shopTells("orders/create", order.compact());
      String lookup = "/api/orders/" + order.number() + "?email=" + address;
      await().atMost(SOON).until(() -> process.get(lookup).status() == 200);

      ann.isForgottenByTheShop("X" + address, order);

      await().atMost(SOON).until(() -> process.get(lookup).status() == 404);
      assertThat(lastErasure().get("revisions").intValue()).isEqualTo(1);
      JsonNode design = process.get("/api/designs/" + ann.designId, ann.token).json();
      assertThat(design.at("/config/personalization").isMissingNode()).isTrue();
      assertThat(design.at("/config/size").asText()).as("the design goes on").isEqualTo("M");
      assertThat(stored.bodiesOf(order.id())).isZero();
    }

    @Test
    void anOptOutWorksFromTheNextEventOn() {
      StoreCustomer ann = new StoreCustomer(process).designs();
      String before = ann.designId;
      assertThat(ann.choose(false).status()).isEqualTo(200);
      String after = ann.designs().designId;
      assertThat(ann.choose(true).status()).isEqualTo(200);
      String again = ann.designs().designId;

      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(userIds)
                      .containsEntry(before, ann.userId)
                      .containsEntry(after, "null")
                      .containsEntry(again, ann.userId));
    }

    @Test
    void withoutALoginThereIsNothingToOwn() {
      assertThat(process.get("/api/users/me/export").status()).isEqualTo(401);
      assertThat(process.send(process.request("/api/users/me", null).DELETE()).status())
          .isEqualTo(401);
    }
  }

  @Nested
  class InOneProcess extends Scenario {
    @Override
    List<PetProcess> boot(Servers servers, DatabaseSettings settings) {
      return List.of(
          backend(servers, settings, "personal-data-all")
              .with("modules.user", "local")
              .with("modules.order", "local")
              .with("modules.builder", "local")
              .with("modules.webhook", "local")
              .with("modules.analytics", "local")
              .start());
    }
  }

  @Nested
  class Apart extends Scenario {
    @Override
    List<PetProcess> boot(Servers servers, DatabaseSettings settings) {
      int users = FreePorts.next();
      int rest = FreePorts.next();
      String there = "http://localhost:" + rest;
      PetProcess front =
          backend(servers, settings, "personal-data-users")
              .with("modules.user", "local")
              .with("modules.order", there)
              .with("modules.builder", there)
              .with("modules.webhook", there)
              .with("modules.analytics", there)
              .start(users);
      PetProcess others =
          backend(servers, settings, "personal-data-rest")
              .with("modules.user", "http://localhost:" + users)
              .with("modules.order", "local")
              .with("modules.builder", "local")
              .with("modules.webhook", "local")
              .with("modules.analytics", "local")
              .start(rest);
      return List.of(front, others);
    }
  }
}
