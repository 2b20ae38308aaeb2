package pet.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pet.backend.BackendService;
import pet.dev.verify.Verify;
import pet.embedded.EmbeddedPostgres;
import pet.messaging.Json;
import pet.messaging.KafkaSettings;
import pet.platform.database.DatabaseSettings;
import pet.testing.Answer;
import pet.testing.PetProcess;
import pet.testing.Servers;
import pet.testing.shopify.ShopifyWebhooks;

/** The truth check finds nothing wrong with a store that is right, and the one wrong window. */
@Timeout(180)
class VerifyIT {

  private static final ObjectMapper JSON = Json.tolerant();

  @TempDir private static Path state;
  private static Servers servers;
  private static DatabaseSettings database;
  private static PetProcess store;
  private static StoreClient client;
  private static Walk walk;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @BeforeAll
  static void boot() {
    servers = Servers.start();
    database = servers.newDatabase();
    store =
        PetProcess.of("dev", BackendService.modules(), "dev.yml")
            .on(servers, database)
            .with("analytics.stateDirectory", state)
            .start();
    client = StoreClient.of(store);
    walk = Walk.on(client);
  }

  @AfterAll
  static void stop() {
    store.close();
    servers.close();
  }

  @Test
  void whatIsRightIsEqualToTheLastUnitAndOneEventInAnotherWindowIsFound() throws Exception {
    walk.wholePath();
    rename(walk.design());
    dieTwice();
    erase();
    assertThat(verify(Duration.ofSeconds(60)))
        .as(printed.toString(StandardCharsets.UTF_8))
        .isTrue();
    assertThat(lines()).anyMatch(line -> line.matches("designs +minute +[1-9].* 0"));
    assertThat(lines()).anyMatch(line -> line.matches("webhooks +day +[1-9].* 0"));
    assertThat(lines()).anyMatch(line -> line.matches("counted = stored: [1-9]\\d+ values"));

    SortedMap<String, JsonNode> designs = windows("pet.analytics.designs");
    String minute =
        designs.keySet().stream().filter(k -> k.startsWith("minute|")).findFirst().get();
    ObjectNode value = (ObjectNode) designs.get(minute);
    long created = value.get("created").asLong();
    Instant start = Instant.parse(minute.substring("minute|".length()));
    put("pet.analytics.designs", minute, value.deepCopy().put("created", created - 1));
    String before = "minute|" + start.minusSeconds(60);
    put("pet.analytics.designs", before, JSON.createObjectNode().put("created", 1));
    assertThat(verify(Duration.ZERO)).isFalse();
    assertThat(lines())
        .contains(
            "  designs " + before + " created: stored 0, counted 1   DIFFERS",
            "  designs %s created: stored %d, counted %d   DIFFERS"
                .formatted(minute, created, created - 1));
    put("pet.analytics.designs", before, null);
    put("pet.analytics.designs", minute, value);

    // The sums are right, and what is made of them is not.
    spoil("pet.analytics.funnel", "day|", v -> v.put("orderedRate", 0.9876));
    spoil("pet.analytics.fulfilment", "day|", v -> v.put("mean", v.get("mean").asLong() + 1));
    spoil("pet.analytics.webhooks", "hour|", v -> v.put("lagP99", 86_400_000));
    spoil(
        "pet.analytics.orders",
        "hour|",
        v -> ((ObjectNode) v.withArray("averageOrderValue").get(0)).put("amount", "0.01"));
    spoil(
        "pet.analytics.designs", "hour|", v -> v.put("designers", v.get("designers").asLong() + 1));
    assertThat(verify(Duration.ZERO)).isFalse();
    assertThat(lines())
        .anyMatch(
            line -> line.matches("  designs hour.* designers: stored \\d+ to \\d+, .* DIFFERS"));
    assertThat(lines()).anyMatch(line -> line.matches("  funnel day.* orderedRate: .* DIFFERS"));
    assertThat(lines()).anyMatch(line -> line.matches("  fulfilment day.* mean: .* DIFFERS"));
    assertThat(lines()).anyMatch(line -> line.matches("  webhooks hour.* lagP99: .* DIFFERS"));
    assertThat(lines())
        .anyMatch(line -> line.matches("  orders hour.* averageOrderValue USD: .* DIFFERS"));
    assertThat(lines()).anyMatch(line -> line.matches("5 of \\d+ values differ"));
  }

  private static void rename(JsonNode design) {
    String path = "/api/designs/" + design.get("id").asText();
    String tag = client.get(path, walk.jane()).header("ETag");
    Answer renamed =
        client.send(
            client
                .request(path, walk.jane())
                .header("If-Match", tag)
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString("{\"name\":\"Rex at sea\"}")));
    assertThat(renamed.status()).as(renamed.text()).isEqualTo(200);
  }

  /** A delivery that is given up, replayed, and given up again. */
  private static void dieTwice() {
    String body = "{\"id\":4711,\"updated_at\":\"2026-11-22T10:00:00Z\"}";
    walk.taken(new ShopifyWebhooks().deliver(Walk.CREATED, body.getBytes(StandardCharsets.UTF_8)));
    JsonNode dead = await().until(() -> deliveries("DEAD"), found -> found.size() == 1).get(0);
    String path = "/api/webhooks/deliveries/" + dead.get("id").asText();
    assertThat(client.post(path + "/replay", walk.staff(), "{}").status()).isLessThan(300);
    await()
        .untilAsserted(
            () ->
                assertThat(client.get(path, walk.staff()).json().toString().split("\"DEAD\"", -1))
                    .hasSizeGreaterThanOrEqualTo(4));
  }

  private static JsonNode deliveries(String status) {
    return client
        .get("/api/webhooks/deliveries?status=" + status, walk.staff())
        .json()
        .get("items");
  }

  private static void erase() {
    Answer erased = client.send(client.request("/api/users/me", walk.jane()).DELETE());
    assertThat(erased.status()).as(erased.text()).isBetween(200, 202);
  }

  private boolean verify(Duration patience) throws Exception {
    printed.reset();
    return Verify.verify(
        KafkaSettings.at(servers.bootstrapServers()),
        module ->
            DriverManager.getConnection(
                database.url(), EmbeddedPostgres.USER, EmbeddedPostgres.PASSWORD),
        patience,
        new PrintStream(printed, true, StandardCharsets.UTF_8));
  }

  private List<String> lines() {
    return printed.toString(StandardCharsets.UTF_8).lines().toList();
  }

  /** The latest values. */
  private static SortedMap<String, JsonNode> windows(String topic) {
    SortedMap<String, JsonNode> windows = new TreeMap<>();
    CommittedTopics.read(
        KafkaSettings.at(servers.bootstrapServers()),
        List.of(topic),
        record -> {
          try {
            windows.remove(record.key());
            if (record.value() != null) {
              windows.put(record.key(), JSON.readTree(record.value()));
            }
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    return windows;
  }

  private interface Spoiling {
    void spoil(ObjectNode value);
  }

  private static void spoil(String topic, String grain, Spoiling spoiling) throws Exception {
    SortedMap<String, JsonNode> windows = windows(topic);
    String last =
        windows.keySet().stream().filter(k -> k.startsWith(grain)).reduce((a, b) -> b).get();
    ObjectNode value = (ObjectNode) windows.get(last);
    spoiling.spoil(value);
    put(topic, last, value);
  }

  private static void put(String topic, String key, ObjectNode value)
      throws IOException, InterruptedException, ExecutionException {
    byte[] bytes = value == null ? null : JSON.writeValueAsBytes(value);
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(
            KafkaSettings.at(servers.bootstrapServers()).producerProperties(),
            new StringSerializer(),
            new ByteArraySerializer())) {
      // Where the topology itself would put it.
      producer.send(new ProducerRecord<>(topic, key, bytes)).get();
    }
  }
}
