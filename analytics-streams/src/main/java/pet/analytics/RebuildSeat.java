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
 * The place of the one who rebuilds a topology: a group of one member. Kafka notices within ten
 * seconds when it is dead. All others go by that, no clock has to be right, and who has lost the
 * place can commit nothing with it.
 */
final class RebuildSeat implements AutoCloseable {

  private static final Duration SESSION = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final Duration POLL = Duration.ofMillis(200);

  private final KafkaConsumer<String, byte[]> consumer;

  private RebuildSeat(KafkaConsumer<String, byte[]> consumer) {
    this.consumer = consumer;
  }

  private static String group(String application, RollupTopology<?> rollup) {
    return application + "-rebuild-" + rollup.name();
  }

  /** Whether somebody rebuilds it, or has been killed some seconds ago while he did. */
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
   * Takes the place. One who was killed seconds ago is waited for.
   *
   * @throws CannotRebuildException if somebody has it
   */
  static RebuildSeat take(KafkaSettings kafka, String application, RollupTopology<?> rollup) {
    String group = group(application, rollup);
    try (Admin admin = Admin.create(kafka.clientProperties())) {
      Await.until(SESSION.plusSeconds(5), () -> members(admin, group) == 0, () -> taken(rollup));
      RebuildSeat seat = new RebuildSeat(consumer(kafka, group));
      try {
        seat.consumer.subscribe(List.of(Generations.topic(application)));
        Await.until(PATIENCE, seat::hasJoined, () -> taken(rollup));
        if (members(admin, group) > 1) {
          throw taken(rollup);
        }
        return seat;
      } catch (RuntimeException e) {
        seat.close();
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

  /** To be called now and then. */
  void keep() {
    consumer.poll(Duration.ZERO);
  }

  /** What to commit with the result: it fails if the place has been lost. */
  ConsumerGroupMetadata proof() {
    return consumer.groupMetadata();
  }

  /** Any places of its own, for a proof alone cannot be committed. */
  Map<TopicPartition, OffsetAndMetadata> places() {
    return consumer.assignment().stream()
        .collect(Collectors.toMap(p -> p, p -> new OffsetAndMetadata(consumer.position(p))));
  }

  @Override
  public void close() {
    consumer.close();
  }
}
