package pet.messaging;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * How to reach Kafka.
 *
 * @param bootstrapServers host:port, comma-separated; 127.0.0.1:9092 unless told
 * @param partitions of topics that we create; 4 unless told
 * @param replicas of topics that we create; the broker's default unless told
 * @param properties passed to every client as they are, such as those of TLS and SASL; may hold
 *     secrets
 */
public record KafkaSettings(
    String bootstrapServers, Integer partitions, Short replicas, Map<String, String> properties) {

  /** On this machine. */
  public static final KafkaSettings DEFAULT = new KafkaSettings(null, null, null, null);

  private static final int DEFAULT_PARTITIONS = 4;

  public KafkaSettings {
    bootstrapServers =
        bootstrapServers == null || bootstrapServers.isBlank()
            ? "127.0.0.1:9092"
            : bootstrapServers;
    partitions = partitions == null ? DEFAULT_PARTITIONS : partitions;
    if (partitions < 1) {
      throw new IllegalArgumentException("kafka.partitions must be at least 1");
    }
    if (replicas != null && replicas < 1) {
      throw new IllegalArgumentException("kafka.replicas must be at least 1");
    }
    properties = properties == null ? Map.of() : Map.copyOf(properties);
  }

  /** Defaults at these servers. */
  public static KafkaSettings at(String bootstrapServers) {
    return new KafkaSettings(bootstrapServers, null, null, null);
  }

  /** What every client starts from: the servers and the extra properties. */
  public Map<String, Object> clientProperties() {
    Map<String, Object> config = new HashMap<>(properties);
    config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    // No broker of ours collects them, and each of thousands of metrics is kept a second time.
    config.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);
    return config;
  }

  /**
   * A producer that neither loses nor reorders, sends at once, and gives up within seconds: whoever
   * uses it holds a database transaction meanwhile and can try again later.
   */
  public Map<String, Object> producerProperties() {
    Map<String, Object> config = clientProperties();
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 10_000);
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000);
    config.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
    return config;
  }

  @Override
  public String toString() {
    return "KafkaSettings[bootstrapServers="
        + bootstrapServers
        + ", partitions="
        + partitions
        + ", replicas="
        + replicas
        + ", properties="
        + (properties.isEmpty() ? "{}" : "[REDACTED]")
        + "]";
  }
}
