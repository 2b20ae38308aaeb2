package pet.messaging;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jdbi.v3.core.Handle;

/**
 * Tells each partition of a module's topic how far its outbox is drained: up to which time all that
 * the module has published, and ever will, stands before the watermark. Of a module's relays any
 * can say so of all, for it asks the whole outbox and not what it relayed itself.
 *
 * <p>Said once in each beat of the clock, as soon as it is true: event topics are kept for ever,
 * and nobody needs to know it more exactly.
 */
final class WatermarkPass {

  private final String topic;
  private final EventProducer producer;
  private final Duration beat;

  WatermarkPass(String topic, EventProducer producer, Duration beat) {
    this.topic = topic;
    this.producer = producer;
    this.beat = beat;
  }

  /**
   * In one transaction, which must be READ COMMITTED: each statement sees what has been committed
   * before it.
   *
   * @throws KafkaException if Kafka did not take it for every partition; the next pass tries again
   */
  void run(Handle handle) {
    Optional<OutboxWatermark.Turn> turn = OutboxWatermark.takeTurn(handle, beat);
    if (turn.isEmpty()) {
      return;
    }
    Instant horizon = OutboxWatermark.horizon(handle, turn.get().now());
    Instant watermark = OutboxWatermark.oldest(handle).filter(horizon::isAfter).orElse(horizon);
    if (beatOf(watermark) > beatOf(turn.get().told())) {
      tell(watermark);
      OutboxWatermark.told(handle, watermark);
    }
  }

  private long beatOf(Instant time) {
    return Math.floorDiv(time.toEpochMilli(), beat.toMillis());
  }

  private void tell(Instant watermark) {
    List<Future<RecordMetadata>> answers = new ArrayList<>();
    for (int partition = 0; partition < producer.partitions(topic); partition++) {
      answers.add(producer.send(EventCodec.watermark(topic, partition, watermark)));
    }
    producer.flush();
    for (Future<RecordMetadata> answer : answers) {
      try {
        answer.get();
      } catch (ExecutionException e) {
        throw e.getCause() instanceof KafkaException kafka
            ? kafka
            : new KafkaException(e.getCause());
      } catch (InterruptedException e) {
        throw new InterruptException(e);
      }
    }
  }
}
