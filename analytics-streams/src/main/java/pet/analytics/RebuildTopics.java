package pet.analytics;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import pet.analytics.rollup.RollupTopology;
import pet.messaging.KafkaFutures;
import pet.messaging.KafkaSettings;
import pet.messaging.TopicAdmin;
import pet.messaging.Topics;

/** What Kafka has of one topology's generations: topics, offsets and groups. */
final class RebuildTopics implements AutoCloseable {

  private static final String SHADOW = ".rebuild.";

  private final KafkaSettings kafka;
  private final Admin admin;
  private final String application;
  private final RollupTopology<?> rollup;

  RebuildTopics(KafkaSettings kafka, String application, RollupTopology<?> rollup) {
    this.kafka = kafka;
    this.admin = Admin.create(kafka.clientProperties());
    this.application = application;
    this.rollup = rollup;
  }

  /** Where a rebuild puts what is meant for a topic. */
  String shadow(String topic, Generation generation) {
    return topic + SHADOW + generation.application(application);
  }

  /** The compacted topics in which a rollup is published. */
  List<String> published() {
    return List.of(rollup.sink(), Topics.ANALYTICS_LATE, Topics.ANALYTICS_WATERMARKS);
  }

  List<String> deadLetters() {
    return rollup.sources().stream().map(Topics::deadLetters).toList();
  }

  /** Makes what is missing of what all processes share. */
  void makeShared() {
    try (TopicAdmin topics = new TopicAdmin(kafka)) {
      topics.ensureEvents(rollup.sources());
      topics.ensureEvents(deadLetters());
      topics.ensureCompacted(published(), StreamsRunner.ROLLUP_TOPIC);
      topics.ensureCompacted(List.of(Generations.topic(application)), Map.of());
    }
  }

  void makeShadows(Generation next) {
    try (TopicAdmin topics = new TopicAdmin(kafka)) {
      topics.ensureCompacted(shadows(published(), next), StreamsRunner.ROLLUP_TOPIC);
      topics.ensureEvents(shadows(deadLetters(), next));
    }
  }

  /** How many partitions a topic of events has. */
  Map<String, Integer> partitions() {
    try (TopicAdmin topics = new TopicAdmin(kafka)) {
      return topics.partitions(rollup.sources());
    }
  }

  List<String> shadows(List<String> topics, Generation generation) {
    return topics.stream().map(topic -> shadow(topic, generation)).toList();
  }

  /**
   * Deletes what other generations have left: groups, changelogs, topics between their stages, and
   * all shadows.
   */
  void keepOnly(Generation current) {
    String prefix = Pattern.quote(application + "-" + rollup.name());
    String own = current.application(application) + "-" + rollup.name() + "-";
    Pattern internal =
        Pattern.compile(
            prefix + "(-g\\d+)?-" + Pattern.quote(rollup.name()) + "-.*-(changelog|repartition)");
    Pattern shadow = Pattern.compile(".*" + Pattern.quote(SHADOW) + prefix + "-g\\d+");
    Set<String> there = KafkaFutures.await(admin.listTopics().names());
    List<String> superfluous =
        there.stream()
            .filter(
                topic ->
                    shadow.matcher(topic).matches()
                        || (internal.matcher(topic).matches() && !topic.startsWith(own)))
            .toList();
    for (KafkaFuture<Void> deletion : admin.deleteTopics(superfluous).topicNameValues().values()) {
      ignoring(UnknownTopicOrPartitionException.class, deletion);
    }
    List<String> groups = new ArrayList<>();
    for (int number = 0; number <= current.number() + 1; number++) {
      if (number != current.number()) {
        groups.add(new Generation(rollup.name(), number, 0).application(application));
      }
    }
    for (KafkaFuture<Void> deletion : admin.deleteConsumerGroups(groups).deletedGroups().values()) {
      ignoring(GroupIdNotFoundException.class, deletion);
    }
  }

  int members(Generation generation) {
    return RebuildLock.members(admin, generation.application(application));
  }

  /** The topics between a generation's stages. */
  List<String> between(Generation generation) {
    String own = generation.application(application) + "-" + rollup.name() + "-";
    return KafkaFutures.await(admin.listTopics().names()).stream()
        .filter(topic -> topic.startsWith(own) && topic.endsWith("-repartition"))
        .toList();
  }

  Map<TopicPartition, Long> begins(Collection<String> topics) {
    return offsets(topics, OffsetSpec.earliest());
  }

  Map<TopicPartition, Long> sourceEnds() {
    return ends(rollup.sources());
  }

  /** What is not committed yet included. */
  Map<TopicPartition, Long> ends(Collection<String> topics) {
    return offsets(topics, OffsetSpec.latest());
  }

  private Map<TopicPartition, Long> offsets(Collection<String> topics, OffsetSpec spec) {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    list(topics, spec).forEach((partition, info) -> offsets.put(partition, info.offset()));
    return offsets;
  }

  /** The time of the newest event, in milliseconds since 1970; 0 if there is none. */
  long newest() {
    return list(rollup.sources(), OffsetSpec.maxTimestamp()).values().stream()
        .mapToLong(ListOffsetsResultInfo::timestamp)
        .reduce(0, Math::max);
  }

  private Map<TopicPartition, ListOffsetsResultInfo> list(
      Collection<String> topics, OffsetSpec spec) {
    Map<TopicPartition, OffsetSpec> asked =
        KafkaFutures.await(admin.describeTopics(topics).allTopicNames()).values().stream()
            .flatMap(
                topic ->
                    topic.partitions().stream()
                        .map(p -> new TopicPartition(topic.name(), p.partition())))
            .collect(Collectors.toMap(partition -> partition, partition -> spec));
    return KafkaFutures.await(admin.listOffsets(asked).all());
  }

  /** How far a generation has read its topics. */
  Map<TopicPartition, Long> committed(Generation generation) {
    String group = generation.application(application);
    Map<TopicPartition, Long> places = new HashMap<>();
    try {
      Map<TopicPartition, OffsetAndMetadata> committed =
          KafkaFutures.await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
      committed.forEach(
          (partition, place) -> {
            if (place != null) {
              places.put(partition, place.offset());
            }
          });
    } catch (GroupIdNotFoundException e) {
      // It has not read anything yet.
    }
    return places;
  }

  /** Holds what is published by now against what the next generation would have published. */
  RebuildComparison.Result compare(Generation next) {
    RebuildComparison comparison = new RebuildComparison(rollup, newest());
    for (String topic : published()) {
      CommittedRecords.read(
          kafka, List.of(topic), record -> comparison.published(topic, record.key(), text(record)));
      CommittedRecords.read(
          kafka,
          List.of(shadow(topic, next)),
          record -> comparison.rebuilt(topic, record.key(), text(record)));
    }
    return comparison.result();
  }

  private static String text(ConsumerRecord<String, byte[]> record) {
    return record.value() == null ? null : new String(record.value(), StandardCharsets.UTF_8);
  }

  private static void ignoring(Class<? extends KafkaException> harmless, KafkaFuture<Void> done) {
    try {
      KafkaFutures.await(done);
    } catch (KafkaException e) {
      if (!harmless.isInstance(e)) {
        throw e;
      }
    }
  }

  @Override
  public void close() {
    admin.close();
  }
}
