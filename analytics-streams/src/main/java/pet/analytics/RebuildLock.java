package pet.analytics;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import pet.analytics.rollup.RollupTopology;
import pet.messaging.KafkaSettings;

/**
 * The lock of a rebuild, one a topology: a consumer group of one member. Kafka removes a member
 * that died within ten seconds, so no clocks are compared, and a holder that has lost the lock can
 * commit nothing with it.
 */
final class RebuildLock implements AutoCloseable {

  private static final Duration SESSION = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final Duration POLL = Duration.ofMillis(200);

  private final KafkaConsumer<String, byte[]> consumer;

  private RebuildLock(KafkaConsumer<String, byte[]> consumer) {
    this.consumer = consumer;
  }

  private static String group(String application, RollupTopology<?> rollup) {
    return application + "-rebuild-" + rollup.name();
  }

  /** Whether a rebuild runs, or was killed less than ten seconds ago. */
  static boolean isTaken(KafkaSettings kafka, String application, RollupTopology<?> rollup) {
    try (Admin admin = Admin.create(kafka.clientProperties())) {
      return members(admin, group(application, rollup)) > 0;
    }
  }

  /** How many members a group has; none if it is not there. */
  static int members(Admin admin, String group) {
    try {
      ConsumerGroupDescription description =
          admin.describeConsumerGroups(List.of(group)).describedGroups().get(group).get();
      return description.members().size();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof GroupIdNotFoundException) {
        return 0;
      }
      throw new KafkaException(e.getCause());
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  /**
   * Takes the lock; waits for a holder that was killed seconds ago to be removed.
   *
   * @throws CannotRebuildException if another rebuild holds it
   */
  static RebuildLock take(KafkaSettings kafka, String application, RollupTopology<?> rollup) {
    String group = group(application, rollup);
    try (Admin admin = Admin.create(kafka.clientProperties())) {
      Await.until(SESSION.plusSeconds(5), () -> members(admin, group) == 0, () -> taken(rollup));
      RebuildLock lock = new RebuildLock(consumer(kafka, group));
      try {
        lock.consumer.subscribe(List.of(Generations.topic(application)));
        Await.until(PATIENCE, lock::hasJoined, () -> taken(rollup));
        if (members(admin, group) > 1) {
          throw taken(rollup);
        }
        return lock;
      } catch (RuntimeException e) {
        lock.close();
        throw e;
      }
    }
  }

  private static CannotRebuildException taken(RollupTopology<?> rollup) {
    return new CannotRebuildException("somebody else rebuilds " + rollup.name());
  }

  private static KafkaConsumer<String, byte[]> consumer(KafkaSettings kafka, String group) {
    Map<String, Object> config = kafka.clientProperties();
    config.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
    config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, Math.toIntExact(SESSION.toMillis()));
    config.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 2_000);
    // Between two polls lies at most the comparison of all windows.
    config.put(
        ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG,
        Math.toIntExact(Duration.ofMinutes(15).toMillis()));
    return new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
  }

  private boolean hasJoined() {
    consumer.poll(POLL);
    return !consumer.assignment().isEmpty();
  }

  /** Stays a member of the group: to be called now and then. */
  void keep() {
    consumer.poll(Duration.ZERO);
  }

  /** What to commit with the result: the commit fails if the lock has been lost. */
  ConsumerGroupMetadata proof() {
    return consumer.groupMetadata();
  }

  /** Offsets of the group: Kafka takes the membership only together with some. */
  Map<TopicPartition, OffsetAndMetadata> offsets() {
    return consumer.assignment().stream()
        .collect(Collectors.toMap(p -> p, p -> new OffsetAndMetadata(consumer.position(p))));
  }

  @Override
  public void close() {
    consumer.close();
  }
}
