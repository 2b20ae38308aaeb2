package pet.analytics;

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
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import pet.messaging.KafkaSettings;

/** Topics from their first record to the last that is committed by now. */
final class CommittedRecords {

  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration ANSWER = Duration.ofSeconds(15);
  private static final Duration SILENCE = Duration.ofSeconds(30);

  private CommittedRecords() {}

  /**
   * Reads them once; of one partition in sequence.
   *
   * @throws org.apache.kafka.common.KafkaException if Kafka does not answer
   */
  static void read(
      KafkaSettings kafka, List<String> topics, Consumer<ConsumerRecord<String, byte[]>> each) {
    Map<String, Object> config = kafka.clientProperties();
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions = new ArrayList<>();
      for (String topic : topics) {
        for (PartitionInfo partition : consumer.partitionsFor(topic, ANSWER)) {
          partitions.add(new TopicPartition(topic, partition.partition()));
        }
      }
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, ANSWER);
      long heard = System.nanoTime();
      while (partitions.stream()
          .anyMatch(partition -> consumer.position(partition, ANSWER) < ends.get(partition))) {
        var records = consumer.poll(POLL);
        if (!records.isEmpty()) {
          heard = System.nanoTime();
        } else if (System.nanoTime() - heard > SILENCE.toNanos()) {
          throw new TimeoutException("Kafka has not sent all of " + topics);
        }
        records.forEach(each);
      }
    }
  }
}
