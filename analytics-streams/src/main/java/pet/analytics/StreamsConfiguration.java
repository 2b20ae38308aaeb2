package pet.analytics;

import java.nio.file.Path;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import pet.messaging.KafkaSettings;

/** How Kafka Streams runs here. */
final class StreamsConfiguration {

  private static final int BROKERS_DEFAULT = -1;

  private StreamsConfiguration() {}

  /**
   * @param application the topology's own name: its group, its changelogs, its transactions
   */
  static Properties of(String application, AnalyticsSettings settings, KafkaSettings kafka) {
    Path state = settings.stateDirectory().toAbsolutePath();
    Properties config = new Properties();
    config.putAll(kafka.clientProperties());
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, application);
    config.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
    config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.threads());
    config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    config.put(
        StreamsConfig.REPLICATION_FACTOR_CONFIG,
        kafka.replicas() == null ? BROKERS_DEFAULT : kafka.replicas().intValue());
    // The stages ask for a commit whenever they have told something, as a rule 100 ms after an
    // event;
    // more commits in between would only hold up the thread. This one is for the rest.
    config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 2_000);
    // Wall-clock timers wait for a poll to return.
    config.put(StreamsConfig.POLL_MS_CONFIG, 20);
    // What comes of one input is counted whatever the others have; to wait for them in the order of
    // their times costs as much as to count.
    config.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
    // What waits in the heap outlives young collections, and then takes full ones to be gone.
    config.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, 300);
    config.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 2L << 20);
    config.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, RocksDbLimits.class);
    // JMX has no reader here, and hundreds of beans take their time.
    config.put(StreamsConfig.METRIC_REPORTER_CLASSES_CONFIG, "");

    config.put(
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG),
        application + "-" + settings.instance());
    config.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 10_000);
    config.put(StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 2_000);
    config.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
    config.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG), 256 << 10);
    config.put(StreamsConfig.consumerPrefix(ConsumerConfig.FETCH_MAX_BYTES_CONFIG), 2 << 20);
    config.put(StreamsConfig.producerPrefix(ProducerConfig.BUFFER_MEMORY_CONFIG), 8L << 20);
    // A commit in a backlog writes thousands of records to a changelog.
    config.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 64 << 10);
    // Bounds what a killed process without its state directory leaves readers waiting for.
    config.put(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), 10_000);
    return config;
  }
}
