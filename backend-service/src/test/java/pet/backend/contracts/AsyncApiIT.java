package pet.backend.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import pet.messaging.EventCodec;
import pet.messaging.EventTypes;
import pet.messaging.Json;
import pet.messaging.Topics;
import pet.testing.Answer;
import pet.testing.PetProcess;
import pet.testing.Servers;
import pet.testing.ServersExtension;
import pet.testing.shopify.ShopifyOrderPayload;
import pet.testing.shopify.ShopifyWebhooks;
import pet.testing.shopify.SignedWebhook;

/** The messages' schemas against what a process really sends: what is said is so, and all of it. */
@ExtendWith(ServersExtension.class)
@Timeout(180)
class AsyncApiIT {

  private static final ObjectMapper MAPPER = Json.strict();
  private static final Duration SOON = Duration.ofSeconds(90);
  private static final String DRAFT =
      """
      {"name":"Rex on tour","config":{"size":"M","colorId":"ocean","hardwareId":"gold",\
      "personalization":{"text":"REX","font":"block","position":"back","threadColor":"#FFFFFF"}}}""";

  @TempDir private static Path state;
  private static Servers servers;
  private static PetProcess process;
  private static ObjectNode document;
  private static Map<String, Schema> schemas;
  private static Map<String, String> keys;

  @BeforeAll
  static void boot(Servers shared) {
    servers = shared;
    process = AllModules.start(servers, Map.of("analytics.stateDirectory", state));
    AsyncApiGenerator generator = new AsyncApiGenerator(Path.of(".."));
    document = generator.document();
    keys = new HashMap<>();
    document
        .at("/components/messages")
        .forEach(
            message ->
                keys.put(
                    message.get("name").asText(),
                    message.at("/bindings/kafka/key/pattern").asText()));
    schemas = new HashMap<>();
    SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    generator
        .standalone()
        .forEach(
            (file, schema) -> {
              forbidWhatIsUnknown(schema);
              schemas.put(file.replace(".json", ""), registry.getSchema(schema));
            });
  }

  @AfterAll
  static void stop() {
    process.close();
  }

  private static void forbidWhatIsUnknown(JsonNode schema) {
    if (schema instanceof ObjectNode object
        && object.has("properties")
        && !object.has("additionalProperties")) {
      object.put("additionalProperties", false);
    }
    schema.forEach(AsyncApiIT::forbidWhatIsUnknown);
  }

  @Test
  void eventsAndRollupsAreAsTold() throws IOException {
    designs();
    people();
    orders();
    Set<String> wanted = new TreeSet<>(EventTypes.all().keySet());
    wanted.addAll(Topics.ANALYTICS);
    wanted.add(Topics.ANALYTICS_WATERMARKS);
    wanted.add(EventCodec.WATERMARK);

    Set<String> seen = new TreeSet<>();
    try (KafkaConsumer<String, byte[]> consumer = consumer()) {
      List<String> topics = new ArrayList<>(Topics.EVENTS);
      topics.addAll(Topics.ANALYTICS);
      topics.add(Topics.ANALYTICS_LATE);
      topics.add(Topics.ANALYTICS_WATERMARKS);
      consumer.subscribe(topics);
      await()
          .atMost(SOON)
          .pollInSameThread()
          .untilAsserted(
              () -> {
                for (ConsumerRecord<String, byte[]> record :
                    consumer.poll(Duration.ofMillis(500))) {
                  check(record).ifPresent(seen::add);
                }
                assertThat(seen).containsAll(wanted);
              });
    }
  }

  /** Whoever subscribes to what the document tells of waits for nothing that nobody makes. */
  @Test
  void everyChannelIsATopic() {
    Set<String> told = new TreeSet<>();
    document.get("channels").fieldNames().forEachRemaining(told::add);
    try (KafkaConsumer<String, byte[]> consumer = consumer()) {
      await()
          .atMost(SOON)
          .pollInSameThread()
          .untilAsserted(() -> assertThat(consumer.listTopics().keySet()).containsAll(told));
    }
  }

  private static void designs() {
    String alice = PetProcess.token("alice", null);
    Answer created = process.post("/api/designs", alice, DRAFT);
    assertThat(created.status()).isEqualTo(201);
    String path = created.header("Location");
    String plain =
        "{\"name\":\"Plain\",\"config\":{\"size\":\"S\",\"colorId\":\"ocean\",\"hardwareId\":\"gold\"}}";
    assertThat(process.post("/api/designs", alice, plain).status()).isEqualTo(201);
    assertThat(process.post(path + "/share", alice, "{}").status()).isEqualTo(201);
    assertThat(send("PATCH", path, alice, "{\"name\":\"Rex\"}").status()).isEqualTo(200);
    assertThat(send("DELETE", path, alice, null).status()).isEqualTo(204);
  }

  private static void people() throws IOException {
    String bob = PetProcess.token("bob", null);
    String path = "/api/users/me/preferences";
    Answer read = process.get(path, bob);
    ObjectNode preferences = (ObjectNode) read.json();
    preferences.put("theme", "dark");
    assertThat(send("PUT", path, bob, preferences.toString()).status()).isEqualTo(200);
    assertThat(send("DELETE", "/api/users/me", bob, null).status()).isEqualTo(200);
  }

  /** One that is edited and sent, and a delivery that nobody can use. */
  private static void orders() {
    ShopifyWebhooks shop = new ShopifyWebhooks();
    ShopifyOrderPayload order = ShopifyOrderPayload.anOrder().goods("Bowl", "BOWL", "9.99", 1);
    deliver(shop.deliver("orders/create", order));
    order.goods("Lead", "LEAD", "19.99", 2).updatedAt(Instant.now().plusSeconds(60));
    deliver(shop.deliver("orders/updated", order));
    order.updatedAt(Instant.now().plusSeconds(120));
    deliver(
        shop.deliver("orders/fulfilled", order.fulfilled("UPS", "1Z", "https://track.test/1Z")));
    String elsewhere = new String(ShopifyOrderPayload.anOrder().compact(), StandardCharsets.UTF_8);
    deliver(
        shop.deliver(
            "orders/create", elsewhere.replace("USD", "ZZZ").getBytes(StandardCharsets.UTF_8)));
    String staff = PetProcess.token("sam", "staff");
    await()
        .atMost(SOON)
        .until(
            () -> {
              Answer found = process.get("/api/orders/" + order.number(), staff);
              return found.status() == 200 && found.json().get("status").asText().equals("SHIPPED");
            });
  }

  private static void deliver(SignedWebhook webhook) {
    Answer taken =
        process.send(HttpRequest.newBuilder(webhook.request(process.url()), (n, v) -> true));
    assertThat(taken.status()).isEqualTo(200);
  }

  private static Answer send(String method, String path, String token, String body) {
    return process.send(
        process
            .request(path, token)
            .header("Content-Type", "application/json")
            .header("If-Match", "*")
            .method(
                method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
  }

  /** Fails unless the record is one that is told of; says which. A removal says nothing. */
  private static Optional<String> check(ConsumerRecord<String, byte[]> record) throws IOException {
    if (EventCodec.watermarkOf(record.headers()).isPresent()) {
      assertThat(record.key()).isNull();
      assertThat(record.value()).isNull();
      return Optional.of(EventCodec.WATERMARK);
    }
    boolean event = Topics.EVENTS.contains(record.topic());
    String name = event ? EventCodec.typeOf(record.headers()).orElseThrow() : record.topic();
    if (record.value() == null) {
      assertThat(event).isFalse();
      return Optional.empty();
    }
    if (event) {
      assertThat(record.key())
          .isEqualTo(EventCodec.fromKafka(record.headers(), record.value()).getSubject());
    }
    if (!event) {
      assertThat(record.key()).as("of %s", name).matches(keys.get(name));
    }
    JsonNode value = MAPPER.readTree(record.value());
    assertThat(schemas.get(name).validate(value)).as("%s: %s", name, value).isEmpty();
    return Optional.of(name);
  }

  private static KafkaConsumer<String, byte[]> consumer() {
    Map<String, Object> config = new HashMap<>();
    config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, servers.bootstrapServers());
    config.put(ConsumerConfig.GROUP_ID_CONFIG, "contract");
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    return new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
  }
}
