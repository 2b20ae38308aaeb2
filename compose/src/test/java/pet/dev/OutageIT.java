package pet.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pet.backend.BackendService;
import pet.messaging.KafkaSettings;
import pet.messaging.Topics;
import pet.testing.Answer;
import pet.testing.PetProcess;
import pet.testing.Servers;
import pet.testing.shopify.ShopifyOrderPayload;
import pet.testing.shopify.SignedWebhook;

/** Bad days: each server goes away under a running store, and comes back. */
class OutageIT {

  private static final Duration RECOVERY = Duration.ofSeconds(30);
  private static final Pattern WAITING = Pattern.compile("(\\d+) events wait.*");

  @TempDir private static Path state;
  private static Servers servers;
  private static PetProcess store;
  private static Walk walk;

  @BeforeAll
  static void boot() {
    servers = Servers.start();
    store =
        PetProcess.of("dev", BackendService.modules(), "dev.yml")
            .on(servers)
            .with("analytics.stateDirectory", state)
            .start();
    walk = Walk.on(StoreClient.of(store));
  }

  @AfterAll
  static void stop() {
    store.close();
    servers.close();
  }

  @Test
  void withoutPostgresItAsksToComeBackLaterAndRecoversByItself() {
    ShopifyOrderPayload order = walk.orderOf(walk.design());
    SignedWebhook webhook = walk.delivery(Walk.CREATED, order);
    servers.postgres().stop();
    try {
      for (Answer refused : List.of(walk.tryToDesign(), walk.deliver(webhook))) {
        assertThat(refused.status()).as(refused.text()).isEqualTo(503);
        assertThat(refused.header("retry-after")).isNotNull();
        assertThat(refused.json().get("type").asText()).isEqualTo("urn:pet:problem:unavailable");
      }
      assertThat(store.get("/ready").status()).isEqualTo(503);
      assertThat(store.get("/healthz").status()).isEqualTo(200);
      assertThat(isHealthy("postgresql-builder")).isFalse();
    } finally {
      servers.postgres().start();
    }
    await().atMost(RECOVERY).until(() -> store.get("/ready").status() == 200);
    // The same delivery again, as Shopify would.
    await().atMost(RECOVERY).until(() -> walk.deliver(webhook).status() == 200);
    walk.awaitConfirmed(order);
    walk.design();
    walk.awaitCounted();
  }

  @Test
  void withoutRedisItWorksAndSaysSo() {
    servers.redis().stop();
    try {
      walk.wholePath();
      assertThat(isHealthy("redis")).isFalse();
      assertThat(store.get("/ready").status()).isEqualTo(200);
    } finally {
      servers.redis().start();
    }
    await().atMost(RECOVERY).until(() -> isHealthy("redis"));
  }

  @Test
  void withoutKafkaItTakesDesignsAndOrdersWhichArriveInOrderLater() {
    List<String> designs = new ArrayList<>();
    ShopifyOrderPayload order;
    servers.kafka().stop();
    try {
      JsonNode design = null;
      for (int i = 0; i < 5; i++) {
        design = walk.design();
        walk.share(design);
        designs.add(design.get("id").asText());
      }
      order = walk.orderOf(design);
      walk.taken(walk.delivery(Walk.CREATED, order));
      walk.awaitConfirmed(order);
      walk.taken(walk.delivery(Walk.FULFILLED, Walk.sent(order)));
      walk.awaitShipped(order);
      assertThat(isHealthy("kafka")).isFalse();
      assertThat(store.get("/ready").status()).isEqualTo(200);
      // Created and shared of each.
      assertThat(waiting("outbox-builder")).isEqualTo(10);
    } finally {
      servers.kafka().start();
    }
    await().atMost(RECOVERY).until(() -> waiting("outbox-builder") == 0);
    walk.awaitCounted();
    Map<String, List<String>> arrived = designEvents();
    assertThat(designs)
        .allSatisfy(
            id -> assertThat(arrived.get(id)).containsExactly("design.created", "design.shared"));
  }

  private static boolean isHealthy(String check) {
    return store.admin("/healthcheck").json().get(check).get("healthy").asBoolean();
  }

  /** As the health check of an outbox tells. */
  private static int waiting(String outbox) {
    JsonNode check = store.admin("/healthcheck").json().get(outbox);
    Matcher told = WAITING.matcher(check.path("message").asText());
    assertThat(told.matches()).as(check.toString()).isTrue();
    return Integer.parseInt(told.group(1));
  }

  /** The types of the events of each design, in the order of the topic. */
  private static Map<String, List<String>> designEvents() {
    Map<String, Object> config = KafkaSettings.at(servers.bootstrapServers()).clientProperties();
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    Map<String, List<String>> types = new HashMap<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(Topics.DESIGN_EVENTS).stream()
              .map(p -> new TopicPartition(p.topic(), p.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        for (ConsumerRecord<String, String> event : consumer.poll(Duration.ofMillis(200))) {
          var type = event.headers().lastHeader("ce_type");
          // Watermarks carry none.
          if (type != null && event.key() != null) {
            types
                .computeIfAbsent(event.key(), id -> new ArrayList<>())
                .add(new String(type.value(), StandardCharsets.UTF_8));
          }
        }
      }
    }
    return types;
  }
}
