package pet.messaging;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Creates topics that are missing. What exists stays as it is, and of two replicas that create the
 * same topic both are content. Each call fails with a {@link KafkaException} within seconds when
 * Kafka is away.
 */
public final class TopicAdmin implements AutoCloseable {

  private static final int TIMEOUT_MILLIS = 3_000;

  private final KafkaSettings settings;
  private final Admin admin;

  public TopicAdmin(KafkaSettings settings) {
    this.settings = settings;
    Map<String, Object> config = settings.clientProperties();
    config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
    config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
    this.admin = Admin.create(config);
  }

  /** Topics of events: kept for ever. */
  public void ensureEvents(Collection<String> names) {
    ensure(
        names,
        Map.of(
            TopicConfig.CLEANUP_POLICY_CONFIG,
            TopicConfig.CLEANUP_POLICY_DELETE,
            TopicConfig.RETENTION_MS_CONFIG,
            "-1"));
  }

  /** Topics of which the last value of each key counts. */
  public void ensureCompacted(Collection<String> names, Map<String, String> more) {
    Map<String, String> config = new HashMap<>(more);
    config.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
    ensure(names, config);
  }

  /** Topics with these settings and the configured number of partitions. */
  public void ensure(Collection<String> names, Map<String, String> config) {
    Set<String> present = KafkaFutures.await(admin.listTopics().names());
    List<NewTopic> missing =
        names.stream()
            .filter(name -> !present.contains(name))
            .map(
                name ->
                    new NewTopic(
                            name,
                            Optional.of(settings.partitions()),
                            Optional.ofNullable(settings.replicas()))
                        .configs(config))
            .collect(Collectors.toList());
    admin.createTopics(missing).values().values().forEach(TopicAdmin::awaitCreation);
  }

  /** How many partitions each of these topics has. They must be there. */
  public Map<String, Integer> partitions(Collection<String> names) {
    return KafkaFutures.await(admin.describeTopics(names).allTopicNames()).values().stream()
        .collect(Collectors.toMap(TopicDescription::name, topic -> topic.partitions().size()));
  }

  /** Asks the cluster for its nodes: fails when Kafka is away. */
  void ping() {
    KafkaFutures.await(admin.describeCluster().nodes());
  }

  private static void awaitCreation(KafkaFuture<Void> creation) {
    try {
      KafkaFutures.await(creation);
    } catch (TopicExistsException e) {
      // Another replica was quicker.
    }
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
  }
}
