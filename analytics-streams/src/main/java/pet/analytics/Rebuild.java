package pet.analytics;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import pet.analytics.RebuildComparison.Result;
import pet.analytics.rollup.Edition;
import pet.analytics.rollup.RollupTopology;
import pet.messaging.KafkaSettings;

/**
 * Counts a rollup anew from the first event on, beside the generation that counts, and takes over
 * from it: the differences and the word that the new generation counts are one transaction. Until
 * then nothing that anybody reads has changed, whatever is killed when.
 */
final class Rebuild {

  private static final Duration SESSION = Duration.ofSeconds(20);
  private static final Duration TRANSACTION = Duration.ofSeconds(30);

  /** Less than this is read while the processes stop counting. */
  private static final int LITTLE = 500;

  private static final int ROUNDS = 20;

  private final KafkaSettings kafka;
  private final AnalyticsSettings settings;
  private final RollupTopology<?> rollup;
  private final Consumer<String> out;
  private final Generations generations;

  /**
   * @param out is told lines for an operator
   */
  Rebuild(
      KafkaSettings kafka,
      AnalyticsSettings settings,
      RollupTopology<?> rollup,
      Consumer<String> out) {
    this.kafka = kafka;
    this.settings = settings;
    this.rollup = rollup;
    this.out = out;
    this.generations = new Generations(kafka, settings.application());
  }

  /**
   * Rebuilds it.
   *
   * @param dryRun to compare only; nothing changes
   * @return what differed, or without a takeover differs: of windows that change no more
   * @throws CannotRebuildException if it may not or does not work; nothing has changed then
   * @throws KafkaException if Kafka does not answer; likewise
   */
  Result run(boolean dryRun) {
    try (RebuildTopics topics = new RebuildTopics(kafka, settings.application(), rollup)) {
      topics.makeShared();
      try (RebuildLock lock = RebuildLock.take(kafka, settings.application(), rollup);
          Producer<String, byte[]> producer = producer()) {
        // Fences off a producer of a rebuild that lost the lock.
        producer.initTransactions();
        return run(topics, lock, producer, dryRun);
      }
    } finally {
      generations.stop();
    }
  }

  private Result run(
      RebuildTopics topics, RebuildLock lock, Producer<String, byte[]> producer, boolean dryRun) {
    Generation current = generations.currentOf(rollup);
    Generation next = current.next(rollup.version());
    // What one that was killed has left; Kafka may think for some seconds that it lives.
    Await.until(
        SESSION,
        () -> topics.members(next) == 0,
        () -> new CannotRebuildException("somebody counts the next generation already"));
    topics.keepOnly(current);
    refuseWithoutTheFirst(topics);
    Path state = settings.stateDirectory().resolve("rebuild").resolve(rollup.name());
    LocalState.delete(state);
    Takeover takeover = new Takeover(kafka, topics, lock, producer, generations, current, next);
    try {
      topics.makeShadows(next);
      try (RebuildRun run =
          new RebuildRun(streams(topics, next, state), topics, next, lock, state)) {
        run.start();
        catchUp(run, topics);
        if (dryRun) {
          run.settle(topics.shadows(topics.published(), next));
          return topics.compare(next);
        }
        return takeover.take(run, new RebuildProgress(rollup.name(), out));
      }
    } finally {
      cleanUp(topics, takeover.counting());
    }
  }

  private KafkaStreams streams(RebuildTopics topics, Generation next, Path state) {
    Edition edition = Edition.rebuild(topics.newest(), topic -> topics.shadow(topic, next));
    return new KafkaStreams(
        rollup.topology(topics.partitions()::get, edition),
        StreamsConfiguration.of(
            next.application(settings.application()), settings.in(state), kafka));
  }

  /** What is not there any more cannot be counted anew. */
  private void refuseWithoutTheFirst(RebuildTopics topics) {
    topics
        .begins(rollup.sources())
        .forEach(
            (partition, begin) -> {
              if (begin > 0) {
                throw new CannotRebuildException(
                    "the first "
                        + begin
                        + " records of "
                        + partition
                        + " are gone: what they were counted to would be lost");
              }
            });
  }

  /** Until what has come meanwhile is little. */
  private void catchUp(RebuildRun run, RebuildTopics topics) {
    RebuildProgress progress = new RebuildProgress(rollup.name(), out);
    Map<TopicPartition, Long> ends = topics.sourceEnds();
    for (int round = 0; round < ROUNDS; round++) {
      run.read(ends, progress);
      Map<TopicPartition, Long> now = topics.sourceEnds();
      long more = sum(now) - sum(ends);
      ends = now;
      if (more < LITTLE) {
        return;
      }
    }
  }

  private static long sum(Map<TopicPartition, Long> offsets) {
    return offsets.values().stream().mapToLong(Long::longValue).sum();
  }

  /** What is left over harms nobody, and the next rebuild deletes it. */
  private void cleanUp(RebuildTopics topics, Optional<Generation> counting) {
    try {
      counting.ifPresent(topics::keepOnly);
    } catch (KafkaException e) {
      out.accept(
          rollup.name() + ": some topics are left over for the next rebuild to delete: " + e);
    }
  }

  private Producer<String, byte[]> producer() {
    Map<String, Object> config = kafka.producerProperties();
    config.put(
        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
        settings.application() + "-rebuild-" + rollup.name());
    // Readers of what is committed wait for it: also where it is killed half way.
    config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, Math.toIntExact(TRANSACTION.toMillis()));
    return new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
  }
}
