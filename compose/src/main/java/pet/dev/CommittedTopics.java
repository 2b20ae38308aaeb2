package pet.dev;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import pet.messaging.KafkaSettings;

/** Topics as any reader sees them, from their first record to the last that is committed by now. */
public final class CommittedTopics {

  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration ANSWER = Duration.ofSeconds(15);

  private CommittedTopics() {}

  /**
   * Reads them once; of one partition in sequence.
   *
   * @throws org.apache.kafka.common.KafkaException if Kafka does not answer
   */
  public static void read(
      KafkaSettings kafka, List<String> topics, Consumer<ConsumerRecord<String, byte[]>> each) {
    try (KafkaConsumer<String, byte[]> consumer = consumer(kafka)) {
      List<TopicPartition> partitions = assignAll(consumer, topics);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, ANSWER);
      while (partitions.stream()
          .anyMatch(partition -> consumer.position(partition, ANSWER) < ends.get(partition))) {
        consumer.poll(POLL).forEach(each);
      }
    }
  }

  /** A consumer of what is committed, for keys of text; the caller closes it. */
  public static KafkaConsumer<String, byte[]> consumer(KafkaSettings kafka) {
    Map<String, Object> config = kafka.clientProperties();
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    return new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
  }

  /** Puts it at the beginning of every partition of these topics. */
  public static List<TopicPartition> assignAll(
      KafkaConsumer<String, byte[]> consumer, List<String> topics) {
    List<TopicPartition> partitions = new ArrayList<>();
    for (String topic : topics) {
      for (PartitionInfo partition : consumer.partitionsFor(topic, ANSWER)) {
        partitions.add(new TopicPartition(topic, partition.partition()));
      }
    }
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    return partitions;
  }
}
