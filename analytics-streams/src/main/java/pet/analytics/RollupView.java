package pet.analytics;

import com.codahale.metrics.Counter;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.health.HealthCheck;
import com.fasterxml.jackson.databind.util.RawValue;
import io.dropwizard.lifecycle.Managed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pet.analytics.rollup.RollupTopology;
import pet.domain.DomainException;
import pet.domain.ProblemCode;
import pet.messaging.KafkaSettings;

/**
 * The rollup topics in memory, sorted, as any dashboard would read them. Every replica reads all of
 * them, so that any can answer for any window, whichever counts it.
 */
final class RollupView implements Managed {

  private static final Logger LOG = LoggerFactory.getLogger(RollupView.class);

  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration CHECK = Duration.ofMillis(200);
  private static final Duration ANSWER = Duration.ofSeconds(3);
  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final Duration STALE = Duration.ofSeconds(15);

  private final KafkaSettings kafka;
  private final Rollups rollups;
  private final RollupStreams streams;
  private final List<String> topics;
  private final Counter strays;
  private final CountDownLatch stopping = new CountDownLatch(1);

  private volatile Thread thread;
  private volatile RollupContents contents;
  private volatile String trouble = "starting";

  /** Of this reading; written by its thread alone. */
  private volatile int passedOver;

  /** Rows, and the time up to which they hold everything that was published. */
  record Rows(Instant asOf, List<RawValue> rows) {}

  RollupView(KafkaSettings kafka, Rollups rollups, RollupStreams streams, MetricRegistry metrics) {
    this.kafka = kafka;
    this.strays = metrics.counter("pet.analytics.view.strays");
    this.streams = streams;
    this.rollups = rollups;
    this.topics = rollups.sinks();
  }

  /**
   * The windows of a rollup that lie in or reach into a range, those in which nothing happened
   * included.
   *
   * @throws DomainException UNAVAILABLE until everything that was there at the start has been read
   */
  Rows rows(RollupTopology<?> rollup, RollupQuery query) {
    RollupContents now = read();
    return new Rows(now.asOf(), now.rows(rollup, query));
  }

  /**
   * What has been read.
   *
   * @throws DomainException UNAVAILABLE until everything that was there at the start has been
   */
  RollupContents read() {
    RollupContents now = contents;
    if (now == null) {
      throw new DomainException(ProblemCode.UNAVAILABLE, "The rollups are still being read.");
    }
    return now;
  }

  @Override
  public void start() {
    thread = new Thread(this::run, "analytics-view");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void stop() throws InterruptedException {
    stopping.countDown();
    Thread running = thread;
    if (running != null) {
      running.join(ANSWER.plusSeconds(1).toMillis());
    }
  }

  private void run() {
    try {
      while (stopping.getCount() > 0) {
        try (Consumer<String, byte[]> consumer = consumer(IsolationLevel.READ_COMMITTED);
            Consumer<String, byte[]> ends = consumer(IsolationLevel.READ_UNCOMMITTED)) {
          List<TopicPartition> partitions = partitions(consumer);
          if (partitions.isEmpty()) {
            trouble = "the topics are not there yet";
          } else {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            // Never polls; without it each of its answers is a line in the log.
            ends.assign(partitions);
            follow(consumer, ends);
          }
        } catch (RuntimeException e) {
          // Whatever it is: who reads no more answers with what is old, and for ever.
          trouble(e);
        }
        stopping.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Consumer<String, byte[]> consumer(IsolationLevel isolation) {
    Map<String, Object> config = kafka.clientProperties();
    config.put(ConsumerConfig.CLIENT_ID_CONFIG, "pet-analytics-view-" + isolation);
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 256 << 10);
    config.put(ConsumerConfig.METRIC_REPORTER_CLASSES_CONFIG, "");
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation.toString());
    return new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
  }

  /** All partitions of all topics, or none until every topic is there. */
  private List<TopicPartition> partitions(Consumer<String, byte[]> consumer) {
    List<TopicPartition> partitions = new ArrayList<>();
    for (String topic : topics) {
      List<PartitionInfo> there = consumer.partitionsFor(topic, ANSWER);
      if (there == null || there.isEmpty()) {
        return List.of();
      }
      there.forEach(p -> partitions.add(new TopicPartition(p.topic(), p.partition())));
    }
    return partitions;
  }

  /**
   * Reads on and on. What was read before stays in use until this has caught up.
   *
   * @param ofAll asks where topics end, what is not committed yet included: a commit reaches one
   *     partition before another, so that progress may be read while the values that it vouches for
   *     still look uncommitted. They were written before the commit began, and so lie below this
   *     end.
   */
  private void follow(Consumer<String, byte[]> consumer, Consumer<String, byte[]> ofAll) {
    RollupContents.Reading reading = new RollupContents.Reading(rollups);
    passedOver = 0;
    Instant asked = Instant.MIN;
    RollupContents next = null;
    Map<TopicPartition, Long> ends = Map.of();
    streams.readAnew(ofAll.endOffsets(consumer.assignment(), ANSWER));
    while (stopping.getCount() > 0) {
      for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
        if (reading.apply(record)) {
          streams.read(record, reading.valueOf(record));
        } else {
          passOver(record);
        }
      }
      try {
        if (next != null && hasReached(ends, consumer)) {
          contents = next;
          trouble = "";
          next = null;
        }
        Instant now = Instant.now();
        if (next == null && asked.plus(CHECK).isBefore(now)) {
          // Where it ends now, and not where it will: a busy store always adds to it.
          asked = now;
          RollupContents asOfNow = reading.asOf(now);
          ends = ofAll.endOffsets(consumer.assignment(), ANSWER);
          next = asOfNow;
        }
      } catch (TimeoutException e) {
        trouble(e);
      }
    }
  }

  /** Anybody may write to a topic: what is no rollup's is told of, and harms nobody. */
  private void passOver(ConsumerRecord<String, byte[]> record) {
    strays.inc();
    int before = passedOver;
    passedOver = before + 1;
    if (before == 0) {
      LOG.warn(
          "{}-{}@{} is not a rollup's record; it is skipped, and so are further ones, silently",
          record.topic(),
          record.partition(),
          record.offset());
    }
  }

  private static boolean hasReached(
      Map<TopicPartition, Long> ends, Consumer<String, byte[]> consumer) {
    return ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey(), ANSWER) >= end.getValue());
  }

  private void trouble(RuntimeException e) {
    String kind = e.getClass().getSimpleName();
    if (!kind.equals(trouble)) {
      if (e instanceof KafkaException) {
        LOG.warn("reading the rollups failed and is tried again: {}", e.getMessage());
      } else {
        LOG.error("reading the rollups failed", e);
      }
    }
    trouble = kind;
  }

  HealthCheck health() {
    return new HealthCheck() {
      @Override
      protected Result check() {
        RollupContents now = contents;
        if (now == null) {
          return Result.unhealthy("still reading: %s", trouble);
        }
        return now.asOf().plus(STALE).isBefore(Instant.now())
            ? Result.unhealthy("nothing read since %s: %s", now.asOf(), trouble)
            : Result.healthy("as of %s, %d records passed over", now.asOf(), passedOver);
      }
    };
  }
}
