package pet.analytics.rollup;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import pet.messaging.KafkaSettings;
import pet.messaging.Topics;

/**
 * Sends what a topology could not process once more, for this topology alone, to where it came
 * from. Each dead letter goes once, however often this is asked for and whatever is killed
 * meanwhile: the place in the dead letters is committed with what was sent. What still cannot be
 * processed comes back as a new dead letter, which the next time takes.
 */
public final class DeadLetterReplay {

  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration ANSWER = Duration.ofSeconds(15);

  private final KafkaSettings kafka;
  private final String topology;
  private final String name;

  /**
   * @param topology such as {@code designs}
   */
  public DeadLetterReplay(KafkaSettings kafka, String topology) {
    this.kafka = kafka;
    this.topology = topology;
    name = "pet-analytics-replay-" + topology;
  }

  /**
   * Takes all that lie there now.
   *
   * @param sources the topology's topics of events
   * @param progress is told how many were sent by now
   * @return how many were sent
   * @throws KafkaException if Kafka does not answer; nothing is lost, a repeat goes on
   */
  public int run(Collection<String> sources, IntConsumer progress) {
    try (Consumer<byte[], byte[]> consumer = consumer();
        Producer<byte[], byte[]> producer = producer()) {
      // Who does the same in another process is fenced off.
      producer.initTransactions();
      Set<TopicPartition> partitions = partitions(consumer, sources);
      consumer.assign(partitions);
      begin(consumer, partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, ANSWER);
      int sent = 0;
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey(), ANSWER) < end.getValue())) {
        int more = send(producer, consumer, ends);
        if (more > 0) {
          sent += more;
          progress.accept(sent);
        }
      }
      return sent;
    }
  }

  private int send(
      Producer<byte[], byte[]> producer,
      Consumer<byte[], byte[]> consumer,
      Map<TopicPartition, Long> ends) {
    Map<TopicPartition, OffsetAndMetadata> places = new HashMap<>();
    List<ProducerRecord<byte[], byte[]>> again = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> letter : consumer.poll(POLL)) {
      TopicPartition partition = new TopicPartition(letter.topic(), letter.partition());
      if (letter.offset() < ends.get(partition)) {
        places.put(partition, new OffsetAndMetadata(letter.offset() + 1));
        if (text(letter.headers(), DeadLetters.TOPOLOGY).filter(topology::equals).isPresent()) {
          again.add(event(letter));
        }
      }
    }
    if (!places.isEmpty()) {
      producer.beginTransaction();
      for (ProducerRecord<byte[], byte[]> event : again) {
        // The commit fails if this does.
        var unused = producer.send(event);
      }
      producer.sendOffsetsToTransaction(places, consumer.groupMetadata());
      producer.commitTransaction();
    }
    return again.size();
  }

  /** As it was, and for this topology. Its key leads to the partition where it was before. */
  private ProducerRecord<byte[], byte[]> event(ConsumerRecord<byte[], byte[]> letter) {
    Headers headers = new RecordHeaders();
    for (Header header : letter.headers()) {
      if (!header.key().startsWith(DeadLetters.PREFIX)) {
        headers.add(header);
      }
    }
    headers
        .remove(SourceEvent.REPLAYED_FOR)
        .add(SourceEvent.REPLAYED_FOR, topology.getBytes(StandardCharsets.UTF_8));
    String topic =
        text(letter.headers(), DeadLetters.TOPIC)
            .orElseGet(() -> letter.topic().replaceFirst("\\.dlq$", ""));
    return new ProducerRecord<>(
        topic, null, letter.timestamp(), letter.key(), letter.value(), headers);
  }

  /** Of two dead letters of one topology that tell of the same failure, the same. */
  public static String identity(ConsumerRecord<?, ?> letter) {
    Headers headers = letter.headers();
    String topic = text(headers, DeadLetters.TOPIC).orElse("");
    String topology = text(headers, DeadLetters.TOPOLOGY).orElse("");
    return Topics.EVENTS.contains(topic)
        ? String.join(
            "|",
            topology,
            topic,
            text(headers, DeadLetters.PARTITION).orElse(""),
            text(headers, DeadLetters.OFFSET).orElse(""))
        // From between the stages: another place in each generation.
        : topology + "|" + SourceEvent.idOf(headers).orElse("");
  }

  private static Optional<String> text(Headers headers, String name) {
    return Optional.ofNullable(headers.lastHeader(name))
        .map(header -> new String(header.value(), StandardCharsets.UTF_8));
  }

  private static Set<TopicPartition> partitions(
      Consumer<byte[], byte[]> consumer, Collection<String> sources) {
    Set<TopicPartition> partitions = new HashSet<>();
    for (String source : sources) {
      List<PartitionInfo> there = consumer.partitionsFor(Topics.deadLetters(source), ANSWER);
      if (there != null) {
        there.forEach(p -> partitions.add(new TopicPartition(p.topic(), p.partition())));
      }
    }
    return partitions;
  }

  /** Where the last time ended; at the beginning the first time. */
  private static void begin(Consumer<byte[], byte[]> consumer, Set<TopicPartition> partitions) {
    Map<TopicPartition, OffsetAndMetadata> places = consumer.committed(partitions, ANSWER);
    for (TopicPartition partition : partitions) {
      OffsetAndMetadata place = places.get(partition);
      if (place == null) {
        consumer.seekToBeginning(Set.of(partition));
      } else {
        consumer.seek(partition, place);
      }
    }
  }

  private Consumer<byte[], byte[]> consumer() {
    Map<String, Object> config = kafka.clientProperties();
    config.put(ConsumerConfig.GROUP_ID_CONFIG, name);
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private Producer<byte[], byte[]> producer() {
    Map<String, Object> config = kafka.producerProperties();
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, name);
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
