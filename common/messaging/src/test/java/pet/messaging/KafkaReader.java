package pet.messaging;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import pet.domain.DomainEvent;

/** Reads a topic from its beginning to where it ends now. */
final class KafkaReader {

  private KafkaReader() {}

  static List<ConsumerRecord<String, byte[]>> records(String topic) {
    Map<String, Object> config = TestServers.kafka().clientProperties();
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(partition -> new TopicPartition(topic, partition.partition()))
              .collect(Collectors.toList());
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
      }
    }
    return records;
  }

  static <E extends DomainEvent> List<Event<E>> read(String topic, String source, Class<E> type) {
    return records(topic).stream()
        .filter(record -> EventCodec.watermarkOf(record.headers()).isEmpty())
        .filter(
            record ->
                source.equals(
                    new String(
                        record.headers().lastHeader("ce_source").value(), StandardCharsets.UTF_8)))
        .map(record -> EventCodec.fromKafka(record.headers(), record.value(), type))
        .collect(Collectors.toList());
  }
}
