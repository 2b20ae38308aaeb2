package pet.dev.bench;

import com.codahale.metrics.MetricRegistry;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;
import pet.dev.CommittedTopics;
import pet.dev.DevServers;
import pet.dev.Variables;
import pet.dev.demo.Latencies;
import pet.dev.demo.RollupWatch;
import pet.messaging.Json;
import pet.messaging.KafkaSettings;
import pet.messaging.LiveEvents;
import pet.messaging.OutboxEventBus;
import pet.messaging.RedisSettings;
import pet.messaging.Relay;
import pet.messaging.Topics;

/**
 * The time from the commit of a module's transaction to the day's count on the topic: designs go
 * through the builder's outbox and a relay, at an even pace, once all are warm. A busy machine may
 * commit fewer a second than asked for.
 */
final class CommitToRollup {

  private static final ObjectMapper JSON = Json.tolerant();
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofMinutes(8);
  private static final Duration WARM_UP = Duration.ofSeconds(10);

  private final KafkaSettings kafka;

  CommitToRollup(KafkaSettings kafka) {
    this.kafka = kafka;
  }

  /** Prints p50 and p99 in milliseconds, and how many a second were committed. */
  void measure(int perSecond, Duration duration) throws Exception {
    MetricRegistry metrics = new MetricRegistry();
    Jdbi jdbi = DesignCommits.jdbi();
    try (LiveEvents live = new LiveEvents(RedisSettings.at(redis()), metrics);
        Relay relay = new Relay("builder", Topics.DESIGN_EVENTS, jdbi, kafka, live, metrics)) {
      live.start();
      relay.start();
      DesignCommits commits = new DesignCommits(jdbi, new OutboxEventBus(relay::wake, live));
      counted(commits, perSecond, (int) (perSecond * WARM_UP.toSeconds()));
      Counted counted = counted(commits, perSecond, (int) (perSecond * duration.toSeconds()));
      System.out.printf(
          "%.0f %.0f %.0f%n", counted.took().p50(), counted.took().p99(), counted.committed());
    }
  }

  /**
   * What came out.
   *
   * @param took from commit to count
   * @param committed a second
   */
  private record Counted(Latencies.Summary took, double committed) {}

  private Counted counted(DesignCommits commits, int perSecond, int number) throws Exception {
    RollupWatch watch =
        RollupWatch.start(DevServers.kafkaFromEnvironment(), designsByDay())
            .orElseThrow(() -> new IllegalStateException("Kafka does not answer"));
    long[] committedAt = commits.at(perSecond, number);
    awaitAll(watch, committedAt);
    Latencies.Summary took = watch.since(committedAt).summary();
    watch.stop();
    if (took.count() < committedAt.length) {
      throw new IllegalStateException(took.count() + " of " + committedAt.length + " are counted");
    }
    long nanos = committedAt[committedAt.length - 1] - committedAt[0];
    return new Counted(took, (committedAt.length - 1) * 1e9 / nanos);
  }

  private static void awaitAll(RollupWatch watch, long[] committedAt) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (watch.since(committedAt).summary().count() < committedAt.length
        && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
    }
  }

  private static String redis() {
    return Variables.text("PET_REDIS_URI", RedisSettings.DEFAULT.uri().toString());
  }

  private Map<String, Long> designsByDay() {
    Map<String, Long> days = new HashMap<>();
    CommittedTopics.read(
        kafka,
        List.of(Topics.ANALYTICS_DESIGNS),
        value -> {
          if (value.key().startsWith("day|") && value.value() != null) {
            days.put(value.key().substring("day|".length()), created(value.value()));
          }
        });
    return days;
  }

  private static long created(byte[] designs) {
    try {
      return JSON.readTree(designs).get("created").asLong();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
