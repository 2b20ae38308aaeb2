package pet.backend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static pet.testing.shopify.ShopifyOrderPayload.anOrder;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import pet.platform.database.DatabaseSettings;
import pet.testing.Answer;
import pet.testing.FreePorts;
import pet.testing.PetProcess;
import pet.testing.Servers;
import pet.testing.ServersExtension;
import pet.testing.shopify.ShopifyOrderPayload;
import pet.testing.shopify.ShopifyWebhooks;

/** The store under one key, under both on two replicas, and under the new one alone. */
@ExtendWith(ServersExtension.class)
@Timeout(240)
class KeysIT {

  private static final String FIRST = "b25lIGtleSwgb2YgMzIgYnl0ZXMsIGFzIGFsbCBhcmU=";
  private static final String SECOND = "2:YW5vdGhlciBrZXksIG9mIDMyIGJ5dGVzLCBhcyBhbGw=";
  private static final String READS = FIRST + "," + SECOND;
  private static final String WRITES = SECOND + "," + FIRST;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String STAFF = PetProcess.token("sam", "staff");
  private static final List<String> SEALED =
      List.of(
          "orders.orders.email_cipher",
          "users.profile.email_cipher",
          "users.profile.display_name_cipher",
          "users.erasure.person",
          "users.erasure.subject_cipher",
          "webhook.delivery.body",
          "webhook.delivery.headers",
          "webhook.erased_lane.lane_cipher",
          "webhook.delivery_person.person_cipher",
          "webhook.compliance_request.subject");

  private final List<PetProcess> running = new ArrayList<>();
  private Servers servers;
  private DatabaseSettings database;

  @BeforeEach
  void database(Servers these) {
    servers = these;
    database = these.newDatabase();
  }

  @AfterEach
  void stop() {
    running.forEach(PetProcess::close);
  }

  private PetProcess start(String keys) {
    PetProcess process =
        PetProcess.of("backend", BackendService.modules(), "backend.yml")
            .on(servers, database)
            .with("modules.builder", "local")
            .with("modules.webhook", "local")
            .with("modules.analytics", "http://localhost:" + FreePorts.next())
            .with("encryption.key", keys)
            .start();
    running.add(process);
    return process;
  }

  private void stop(PetProcess process) {
    running.remove(process);
    process.close();
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(
        database.url(), database.user(), database.password().value());
  }

  /** How many ciphertexts are under a key. */
  private int under(int version) {
    int all = 0;
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String column : SEALED) {
        String table = column.substring(0, column.lastIndexOf('.'));
        String sql = "SELECT count(*) FROM %s WHERE get_byte(substring(%s FROM 1 FOR 1), 0) = %d";
        try (ResultSet rows = statement.executeQuery(sql.formatted(table, column, version))) {
          rows.next();
          all += rows.getInt(1);
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return all;
  }

  /** Whoever adds one decides whether it rotates. */
  private void everyColumnOfBytesIsKnown() throws SQLException {
    List<String> columns = new ArrayList<>();
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                """
                SELECT table_schema || '.' || table_name || '.' || column_name
                FROM information_schema.columns
                WHERE data_type = 'bytea' AND table_schema IN ('orders', 'users', 'webhook')
                """)) {
      while (rows.next()) {
        columns.add(rows.getString(1));
      }
    }
    columns.removeIf(column -> column.endsWith("_hash") || column.endsWith(".fingerprint"));
    // Answers under an Idempotency-Key are kept for a day, without what opens an order.
    columns.removeIf(column -> column.endsWith(".idempotency.body"));
    assertThat(columns).containsExactlyInAnyOrderElementsOf(SEALED);
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static void deliver(PetProcess process, String topic, byte[] body) {
    assertThat(process.deliver(new ShopifyWebhooks().deliver(topic, body)).status()).isEqualTo(200);
  }

  /** Somebody with a name and an order. */
  private static final class Someone {
    private final String id = "user_" + UUID.randomUUID();
    private final String email = id.substring(5) + "@example.com";
    private final String token = PetProcess.token(id, null, email);
    private final ShopifyOrderPayload order = anOrder().goods("Bowl", "B", "5.00", 1).email(email);

    Someone comes(PetProcess process) {
      rename(process, "Name of " + id);
      deliver(process, "orders/create", order.compact());
      await().atMost(SOON).until(() -> lookup(process).status() == 200);
      return this;
    }

    void rename(PetProcess process, String name) {
      Answer renamed =
          process.send(
              process
                  .request("/api/users/me", token)
                  .header("Content-Type", "application/json")
                  .header("If-Match", "*")
                  .method("PATCH", BodyPublishers.ofString("{\"displayName\":\"" + name + "\"}")));
      assertThat(renamed.status()).as(renamed.text()).isEqualTo(200);
    }

    Answer lookup(PetProcess process) {
      return process.get("/api/orders/" + order.number() + "?email=" + email);
    }

    Answer profile(PetProcess process) {
      return process.get("/api/users/me", token);
    }

    Answer designs(PetProcess process) {
      return process.post(
          "/api/designs",
          token,
          "{\"name\":\"Rex\",\"config\":{\"size\":\"M\",\"colorId\":\"ocean\",\"hardwareId\":\"gold\"}}");
    }

    void isHere(PetProcess process) {
      assertThat(lookup(process).status()).isEqualTo(200);
      assertThat(process.get("/api/orders", token).json().get("items")).hasSize(1);
      assertThat(profile(process).json().get("email").asText()).isEqualTo(email);
      assertThat(profile(process).json().get("displayName").asText()).endsWith(id);
    }

    void isGone(PetProcess process) {
      assertThat(profile(process).status()).isEqualTo(401);
      assertThat(designs(process).status()).isEqualTo(401);
      assertThat(lookup(process).status()).isEqualTo(404);
    }
  }

  private static Someone erased(PetProcess process) {
    Someone somebody = new Someone().comes(process);
    Answer erased = process.send(process.request("/api/users/me", somebody.token).DELETE());
    assertThat(erased.status()).as(erased.text()).isEqualTo(200);
    return somebody;
  }

  /** The shop asks in a customer's name; returns where staff find what is known of them. */
  private static String asked(PetProcess process, Someone customer) throws IOException {
    ObjectNode body = (ObjectNode) JSON.readTree(ShopifyWebhooks.sample("customers_data_request"));
    ((ObjectNode) body.get("customer")).put("email", customer.email);
    deliver(process, "customers/data_request", body.toString().getBytes(UTF_8));
    String list = "/api/webhooks/requests?limit=1";
    await().atMost(SOON).until(() -> process.get(list, STAFF).json().get("items").size() == 1);
    return "/api/webhooks/requests/"
        + process.get(list, STAFF).json().at("/items/0/id").asText()
        + "/export";
  }

  @Test
  void allIsThereUnderTheOldKeyUnderBothAndUnderTheNewOneAlone() throws Exception {
    PetProcess first = start(FIRST);
    everyColumnOfBytesIsKnown();
    Someone ann = new Someone().comes(first);
    Someone bob = erased(first);
    String request = asked(first, ann);
    String preview = ann.designs(first).json().get("previewUrl").asText();
    assertThat(under(2)).isZero();

    // The new key is told to all, before anybody writes with it.
    PetProcess reads = start(READS);
    stop(first);
    PetProcess writes = start(WRITES);
    Someone cat = new Someone().comes(writes);
    Someone dan = erased(writes);
    Someone eve = erased(reads);
    ann.rename(writes, "New name of " + ann.id);
    for (PetProcess process : List.of(reads, writes)) {
      ann.isHere(process);
      cat.isHere(process);
      bob.isGone(process);
      dan.isGone(process);
      eve.isGone(process);
    }

    stop(reads);
    PetProcess other = start(WRITES);
    await().atMost(SOON).until(() -> under(1) == 0);
    execute(
        "UPDATE orders.encryption_key SET written_at = written_at - interval '40 days';"
            + "UPDATE users.encryption_key SET written_at = written_at - interval '1 hour';"
            + "UPDATE webhook.encryption_key SET written_at = written_at - interval '1 hour'");
    stop(writes);
    PetProcess late = start(WRITES);
    for (String module : List.of("order", "user", "webhook")) {
      assertThat(
              late.admin("/healthcheck").json().at("/encryption-" + module + "/message").asText())
          .isEqualTo("key 2 writes; key 1 may go");
      assertThat(late.admin("/metrics").text())
          .contains("encryption_" + module + "_key_1_may_go 1.0")
          .contains("encryption_" + module + "_key_1_rows 0.0");
    }
    assertThat(late.get(preview).status()).as("given out under the old key").isEqualTo(200);
    stop(other);
    stop(late);

    PetProcess alone = start(SECOND);
    ann.isHere(alone);
    cat.isHere(alone);
    bob.isGone(alone);
    dan.isGone(alone);
    eve.isGone(alone);
    Answer known = alone.get(request, STAFF);
    assertThat(known.status()).as(known.text()).isEqualTo(200);
    assertThat(known.json().get("deliveries"))
        .anyMatch(told -> told.get("body").asText().equals(new String(ann.order.compact(), UTF_8)));
    String delivery = known.json().at("/deliveries/0/id").asText();
    assertThat(
            alone.get("/api/webhooks/deliveries/" + delivery, STAFF).json().at("/headers").size())
        .isPositive();
    for (Someone gone : List.of(bob, dan, eve)) {
      deliver(alone, "orders/updated", gone.order.compact());
    }
    await()
        .atMost(SOON)
        .until(
            () ->
                alone
                        .get(
                            "/api/webhooks/deliveries?topic=orders/updated&status=PROCESSED", STAFF)
                        .json()
                        .get("items")
                        .size()
                    == 3);
    for (var item :
        alone.get("/api/webhooks/deliveries?topic=orders/updated", STAFF).json().get("items")) {
      assertThat(
              alone
                  .get("/api/webhooks/deliveries/" + item.get("id").asText(), STAFF)
                  .json()
                  .get("bodyKept")
                  .booleanValue())
          .as("its person was erased, under whichever key")
          .isFalse();
    }
  }

  @Test
  void aKeyThatIsMissingIsToldAndReadsNothing() throws Exception {
    PetProcess first = start(FIRST);
    Someone ann = new Someone().comes(first);
    stop(first);

    PetProcess without = start(SECOND);
    assertThat(ann.profile(without).status()).isEqualTo(503);
    assertThat(without.get("/ready").status()).isEqualTo(200);
    Answer health = without.admin("/healthcheck");
    assertThat(health.json().at("/encryption-user/healthy").booleanValue()).isFalse();
    assertThat(health.json().at("/encryption-user/message").asText())
        .contains("under key 1, which encryption.key (PET_ENCRYPTION_KEY) does not hold");
    assertThat(health.text()).doesNotContain(FIRST, SECOND.substring(2));
    execute("UPDATE webhook.delivery SET state = 'PENDING', due_at = now()");
    await()
        .atMost(SOON)
        .until(
            () ->
                without
                    .get("/api/webhooks/deliveries", STAFF)
                    .text()
                    .contains("it is encrypted under key 1, which is missing"));
    // Others go on.
    new Someone().comes(without);
    stop(without);

    ann.isHere(start(WRITES));
  }
}
