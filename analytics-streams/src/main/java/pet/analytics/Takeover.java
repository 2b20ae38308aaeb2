package pet.analytics;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import pet.analytics.RebuildComparison.Difference;
import pet.analytics.RebuildComparison.Result;
import pet.analytics.rollup.DeadLetterReplay;
import pet.messaging.KafkaSettings;

/**
 * The step from one generation to the next: those who count are asked to pause, what differs is
 * published, and the next one counts from then on, all or nothing.
 */
final class Takeover {

  private static final Duration LEAVING = Duration.ofSeconds(90);

  private final KafkaSettings kafka;
  private final RebuildTopics topics;
  private final RebuildLock lock;
  private final Producer<String, byte[]> producer;
  private final Generations generations;
  private final Generation current;
  private final Generation next;
  private Optional<Generation> counting;

  Takeover(
      KafkaSettings kafka,
      RebuildTopics topics,
      RebuildLock lock,
      Producer<String, byte[]> producer,
      Generations generations,
      Generation current,
      Generation next) {
    this.kafka = kafka;
    this.topics = topics;
    this.lock = lock;
    this.producer = producer;
    this.generations = generations;
    this.current = current;
    this.next = next;
    this.counting = Optional.of(current);
  }

  /** The generation that counts; empty if Kafka has not answered at the decisive moment. */
  Optional<Generation> counting() {
    return counting;
  }

  /**
   * Takes over.
   *
   * @param run has caught up; it has ended afterwards
   * @return what was published
   */
  Result take(RebuildRun run, RebuildProgress progress) {
    tell(generations.takeover(next.rollup(), true));
    try {
      Await.until(LEAVING, this::isPaused, this::notPaused);
      run.read(topics.sourceEnds(), progress);
      run.settle(topics.shadows(topics.published(), next));
      run.end();
      Result result = topics.compare(next);
      publish(result);
      return result;
    } finally {
      if (!counting.equals(Optional.of(next))) {
        giveUp();
      }
    }
  }

  private boolean isPaused() {
    lock.keep();
    return topics.members(current) == 0;
  }

  private CannotRebuildException notPaused() {
    return new CannotRebuildException(
        topics.members(current)
            + " go on counting "
            + next.rollup()
            + ": of a build that knows no rebuilds, or stuck");
  }

  private void publish(Result result) {
    List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
    for (Difference difference : result.differences()) {
      byte[] value = difference.after() == null ? null : difference.after().getBytes(UTF_8);
      records.add(
          new ProducerRecord<>(difference.place().topic(), difference.place().key(), value));
    }
    records.addAll(newDeadLetters());
    records.add(generations.takeover(next.rollup(), false));
    records.add(generations.record(next));
    producer.beginTransaction();
    for (ProducerRecord<String, byte[]> record : records) {
      // The commit fails if this does.
      var unused = producer.send(record);
    }
    producer.flush();
    if (topics.members(current) > 0) {
      producer.abortTransaction();
      throw notPaused();
    }
    producer.sendOffsetsToTransaction(lock.offsets(), lock.proof());
    counting = Optional.empty();
    producer.commitTransaction();
    counting = Optional.of(next);
  }

  /** Of what the generation before could process, or did not come to. */
  private List<ProducerRecord<String, byte[]>> newDeadLetters() {
    Set<String> known = new HashSet<>();
    CommittedRecords.read(
        kafka, topics.deadLetters(), letter -> known.add(DeadLetterReplay.identity(letter)));
    List<ProducerRecord<String, byte[]>> more = new ArrayList<>();
    for (String topic : topics.deadLetters()) {
      CommittedRecords.read(
          kafka,
          List.of(topics.shadow(topic, next)),
          letter -> {
            if (!known.contains(DeadLetterReplay.identity(letter))) {
              more.add(
                  new ProducerRecord<>(
                      topic,
                      null,
                      letter.timestamp(),
                      letter.key(),
                      letter.value(),
                      letter.headers()));
            }
          });
    }
    return more;
  }

  private void tell(ProducerRecord<String, byte[]> record) {
    producer.beginTransaction();
    // The commit fails if this does.
    var unused = producer.send(record);
    producer.commitTransaction();
  }

  /** Those who have paused need not wait until our lock is seen to be free. */
  private void giveUp() {
    try {
      tell(generations.takeover(next.rollup(), false));
    } catch (KafkaException | IllegalStateException e) {
      // Then they do wait, some seconds.
    }
  }
}
