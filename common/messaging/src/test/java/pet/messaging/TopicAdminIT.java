package pet.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;

class TopicAdminIT {

  private final String topic = "pet.test-" + UUID.randomUUID() + ".events";

  @Test
  void eventsAreKeptForEver() throws Exception {
    try (TopicAdmin admin = new TopicAdmin(TestServers.kafka())) {
      admin.ensureEvents(List.of(topic));
      admin.ensureEvents(List.of(topic));
    }

    Config config = config();
    assertThat(config.get("retention.ms").value()).isEqualTo("-1");
    assertThat(config.get("cleanup.policy").value()).isEqualTo("delete");
    try (Admin kafka = Admin.create(TestServers.kafka().clientProperties())) {
      assertThat(kafka.describeTopics(List.of(topic)).allTopicNames().get().get(topic).partitions())
          .hasSize(4);
    }
  }

  @Test
  void aCompactedTopicTakesMoreSettings() {
    try (TopicAdmin admin = new TopicAdmin(TestServers.kafka())) {
      admin.ensureCompacted(List.of(topic), Map.of("delete.retention.ms", "1000"));
    }

    assertThat(config().get("cleanup.policy").value()).isEqualTo("compact");
    assertThat(config().get("delete.retention.ms").value()).isEqualTo("1000");
  }

  @Test
  void replicasThatStartTogetherAreAllContent() {
    CompletableFuture.allOf(
            IntStream.range(0, 4)
                .mapToObj(
                    replica ->
                        CompletableFuture.runAsync(
                            () -> {
                              try (TopicAdmin admin = new TopicAdmin(TestServers.kafka())) {
                                admin.ensureEvents(List.of(topic));
                              }
                            }))
                .toArray(CompletableFuture<?>[]::new))
        .join();
  }

  @Test
  void withoutKafkaItFailsSoon() {
    try (TopicAdmin admin = new TopicAdmin(KafkaSettings.at("127.0.0.1:1"))) {
      assertThatThrownBy(() -> admin.ensureEvents(List.of(topic)))
          .isInstanceOf(KafkaException.class);
    }
  }

  /** A broker may answer that a topic is made a moment before it can describe it. */
  private Config config() {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    try (Admin kafka = Admin.create(TestServers.kafka().clientProperties())) {
      return await()
          .ignoreExceptionsMatching(e -> e.getCause() instanceof UnknownTopicOrPartitionException)
          .until(
              () -> kafka.describeConfigs(List.of(resource)).all().get().get(resource),
              Objects::nonNull);
    }
  }
}
