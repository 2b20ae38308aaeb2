package pet.backend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static pet.testing.shopify.ShopifyOrderPayload.anOrder;

import com.codahale.metrics.MetricRegistry;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
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
import pet.testing.shopify.ShopifyWebhooks;
import redis.clients.jedis.RedisClient;

/** People own their data: in one process, and where the user module is alone in one. */
@Timeout(120)
class PersonalDataIT {

  /** Development's. */
  private static final String CLERK_SECRET = "ZGV2LWNsZXJrLXNlY3JldC0wMTIzNDU2Nzg5";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String STAFF = PetProcess.token("bob", "staff");

  private static final Duration SOON = Duration.ofSeconds(30);

  /** One person's life in the store, and its end. */
  @ExtendWith(ServersExtension.class)
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  abstract static class Scenario {

    private final Map<String, String> userIds = new ConcurrentHashMap<>();
    private DatabaseSettings database;
    private RedisClient redis;
    private LiveEvents live;
    private List<PetProcess> processes = List.of();
    private PetProcess process;

    /** Boots what is asked; the first one is where people come. */
    abstract List<PetProcess> boot(Servers servers, DatabaseSettings settings);

    @BeforeAll
    void boot(Servers servers) {
      database = servers.newDatabase();
      processes = boot(servers, database);
      process = processes.get(0);
      redis = RedisClient.create(servers.redisUri());
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

    /** Somebody with a design, an order of it, and a word for their dog that nobody else has. */
    private final class Someone {
      private final String userId = "user_" + UUID.randomUUID();
      private final String email = "ann." + UUID.randomUUID() + "@example.com";
      private final String token = PetProcess.token(userId, null, email);
      private final String word = "Rex " + userId.substring(5, 13);
      private final ShopifyOrderPayload order = anOrder().email(email);
      private String designId;
      private String link;

      Someone designs() {
        Answer created =
            process.post(
                "/api/designs",
                token,
                """
                {"name":"For %1$s","config":{"size":"M","colorId":"ocean","hardwareId":"gold",
                 "personalization":{"text":"%1$s","font":"block","position":"back",
                                    "threadColor":"#FFFFFF"}}}"""
                    .formatted(word));
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        designId = created.json().get("id").asText();
        link =
            process
                .post("/api/designs/" + designId + "/share", token, "")
                .json()
                .get("url")
                .asText();
        assertThat(process.get(link).status()).as("cached from now on").isEqualTo(200);
        return this;
      }

      Someone orders() {
        order.designed(designId, 1, "74.99", 1);
        shopTells("orders/create", order.compact());
        await()
            .atMost(SOON)
            .until(() -> process.get("/api/orders", token).json().get("items").size() == 1);
        return this;
      }

      private void shopTells(String topic, byte[] body) {
        assertThat(process.deliver(new ShopifyWebhooks().deliver(topic, body)).status())
            .isEqualTo(200);
      }

      /** The shop wants the customer with that address forgotten, and names an order. */
      Someone isForgottenByTheShop(String address, ShopifyOrderPayload named) {
        shopTells(
            "customers/redact",
            """
            {"shop_id":1,"shop_domain":"tour.myshopify.com","orders_to_redact":[%d],
             "customer":{"id":%d,"email":"%s","phone":"1"}}"""
                .formatted(named.id(), named.id() - 1, address)
                .getBytes(UTF_8));
        return this;
      }

      /** The login provider tells of them. */
      Someone isKnownToClerk() throws GeneralSecurityException {
        return clerkTells(
            """
            {"type":"user.updated","data":{"id":"%s","first_name":"%s","updated_at":%d,
             "primary_email_address_id":"idn_1","email_addresses":[{"id":"idn_1",
              "email_address":"%s","verification":{"status":"verified"}}]}}"""
                .formatted(userId, word, Instant.now().toEpochMilli(), email));
      }

      Someone isDeletedAtClerk() throws GeneralSecurityException {
        return clerkTells(
            """
            {"type":"user.deleted","object":"event",
             "data":{"id":"%s","deleted":true,"object":"user"}}"""
                .formatted(userId));
      }

      private Someone clerkTells(String body) throws GeneralSecurityException {
        String id = UUID.randomUUID().toString();
        String time = Long.toString(Instant.now().getEpochSecond());
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(CLERK_SECRET), "HmacSHA256"));
        byte[] signature = mac.doFinal((id + "." + time + "." + body).getBytes(UTF_8));
        Answer taken =
            process.send(
                process
                    .request("/webhooks/standard/clerk", null)
                    .header("webhook-id", id)
                    .header("webhook-timestamp", time)
                    .header(
                        "webhook-signature", "v1," + Base64.getEncoder().encodeToString(signature))
                    .POST(BodyPublishers.ofString(body)));
        assertThat(taken.status()).as(taken.text()).isEqualTo(200);
        return this;
      }

      Answer choose(boolean analytics) {
        return process.send(
            process
                .request("/api/users/me/preferences", token)
                .header("Content-Type", "application/json")
                .header("If-Match", "*")
                .PUT(
                    BodyPublishers.ofString(
                        """
                        {"theme":"dark","notifications":{"email":true,"sms":false,"push":false},
                         "marketing":{"newsletter":false,"promotions":false},
                         "privacy":{"analytics":%s,"personalization":true}}"""
                            .formatted(analytics))));
      }

      Answer export() {
        return process.get("/api/users/me/export", token);
      }

      Answer erase() {
        return process.send(process.request("/api/users/me", token).DELETE());
      }
    }

    @Test
    void anExportHoldsAllThatIsKnown() throws Exception {
      Someone ann = new Someone().isKnownToClerk().designs().orders();
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
      assertThat(new Someone().export().json().at("/designs")).isEmpty();
    }

    /** What is in an order's lane is found by its order alone. */
    @Test
    void anExportHoldsTheDeliveriesOfOrdersBeyondTheFirstPage() throws Exception {
      Someone ann = new Someone();
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
      Someone ann = new Someone();
      for (int i = 0; i < 51; i++) {
        ann.designs();
      }
      ann.orders();
      assertThat(ann.export().json().get("designs")).as("two pages").hasSize(51);
      // No key of ours has this version.
      sql(
          "UPDATE webhook.delivery SET body = decode('7f', 'hex') || body WHERE lane LIKE '%:"
              + ann.order.id()
              + "'");

      assertThatThrownBy(() -> JSON.readTree(ann.export().text())).isNotNull();
    }

    private void sql(String statement) throws SQLException {
      try (Connection connection =
              DriverManager.getConnection(
                  database.url(), database.user(), database.password().value());
          var update = connection.createStatement()) {
        assertThat(update.executeUpdate(statement)).isPositive();
      }
    }

    @Test
    void whoIsErasedIsNowhere() throws Exception {
      Someone ann = new Someone().isKnownToClerk().designs().orders();
      Someone bob = new Someone().designs().orders();
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
          .untilAsserted(() -> assertThat(traces(ann.userId, ann.email, ann.word)).isEmpty());
      assertThat(storedBodies(ann.order.id())).isZero();

      assertThat(traces(bob.userId, bob.word)).isNotEmpty();
      assertThat(storedBodies(bob.order.id())).isEqualTo(1);
      assertThat(bob.export().json().get("orders")).hasSize(1);

      Answer again = ann.erase();
      assertThat(again.json().get("designs").intValue()).as("the same report").isEqualTo(1);
      assertThat(again.json().get("orders").intValue()).isEqualTo(1);
      assertThat(process.get("/api/users/me", ann.token).status()).isEqualTo(401);
      assertThat(designWith(ann.token).status()).as("nothing of theirs begins anew").isEqualTo(401);
      assertThat(designWith(bob.token).status()).isEqualTo(201);
      assertThat(traces(ann.userId)).isEmpty();
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
      Someone ann = new Someone().isKnownToClerk();
      await()
          .atMost(SOON)
          .untilAsserted(() -> assertThat(traces(ann.userId, ann.email)).isNotEmpty());
      ann.designs().orders();

      ann.isDeletedAtClerk();

      await()
          .atMost(SOON)
          .untilAsserted(() -> assertThat(traces(ann.userId, ann.email, ann.word)).isEmpty());
      assertThat(storedBodies(ann.order.id())).isZero();
      assertThat(process.get(ann.link).status()).isEqualTo(404);
      assertThat(process.get("/api/users/me", ann.token).status())
          .as("its token is still good for hours")
          .isEqualTo(401);
      assertThat(designWith(ann.token).status()).isEqualTo(401);
      ann.isKnownToClerk();
      await()
          .atMost(SOON)
          .untilAsserted(() -> assertThat(traces(ann.userId, ann.email, ann.word)).isEmpty());
    }

    @Test
    void whomTheShopForgetsIsNowhereAndAReportSaysSo() throws Exception {
      Someone ann = new Someone().isKnownToClerk().designs().orders();
      process.get("/api/users/me", ann.token);
      Someone bob = new Someone().designs().orders();

      ann.isForgottenByTheShop(ann.email, ann.order);

      await()
          .atMost(SOON)
          .untilAsserted(() -> assertThat(traces(ann.userId, ann.email, ann.word)).isEmpty());
      assertThat(storedBodies(ann.order.id())).isZero();
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
      assertThat(storedBodies(ann.order.id() - 1)).as("what asked for it").isZero();
      assertThat(traces(bob.userId, bob.word)).isNotEmpty();
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
      Someone ann = new Someone().designs();
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
      assertThat(storedBodies(order.id())).isZero();
    }

    @Test
    void anOptOutWorksFromTheNextEventOn() {
      Someone ann = new Someone().designs();
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

    /**
     * Wherever one of these texts is kept: tables, except of events on their way, and the cache.
     */
    private List<String> traces(String... texts) throws SQLException {
      List<String> found = new ArrayList<>();
      try (Connection connection =
          DriverManager.getConnection(
              database.url(), database.user(), database.password().value())) {
        for (String table : tables(connection)) {
          for (String text : texts) {
            try (var query =
                connection.prepareStatement(
                    "SELECT 1 FROM " + table + " t WHERE t::text LIKE '%' || ? || '%'")) {
              query.setString(1, text);
              try (ResultSet rows = query.executeQuery()) {
                if (rows.next()) {
                  found.add(table + ": " + text);
                }
              }
            }
          }
        }
      }
      for (String key : redis.keys("pet:*")) {
        String value = redis.type(key).equals("string") ? redis.get(key) : "";
        for (String text : texts) {
          if (value.contains(text)) {
            found.add(key + ": " + text);
          }
        }
      }
      return found;
    }

    private static List<String> tables(Connection connection) throws SQLException {
      List<String> tables = new ArrayList<>();
      try (var query =
              connection.prepareStatement(
                  """
                  SELECT table_schema || '.' || table_name FROM information_schema.tables
                  WHERE table_schema IN ('builder', 'orders', 'users', 'webhook')
                    AND table_name <> 'outbox'
                  """);
          ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          tables.add(rows.getString(1));
        }
      }
      assertThat(tables).hasSizeGreaterThan(10);
      return tables;
    }

    /** Bodies are encrypted, so that one cannot see in them whose they are. */
    private int storedBodies(long shopifyOrderId) throws SQLException {
      try (Connection connection =
              DriverManager.getConnection(
                  database.url(), database.user(), database.password().value());
          var query =
              connection.prepareStatement(
                  "SELECT count(body) FROM webhook.delivery WHERE lane LIKE '%:' || ?")) {
        query.setString(1, Long.toString(shopifyOrderId));
        try (ResultSet rows = query.executeQuery()) {
          rows.next();
          return rows.getInt(1);
        }
      }
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
