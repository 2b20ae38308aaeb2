package pet.analytics;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;

/** The next generation at work, in this process. */
final class RebuildRun implements AutoCloseable {

  private static final CloseOptions LEAVE =
      CloseOptions.timeout(Duration.ofMinutes(1))
          .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP);
  private static final int FAILURES = 5;
  private static final Duration QUIET = Duration.ofSeconds(1);
  private static final Duration QUIET_AT_MOST = Duration.ofSeconds(3);

  private final KafkaStreams streams;
  private final RebuildTopics topics;
  private final Generation generation;
  private final RebuildLock lock;
  private final Path state;
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  /**
   * @param state a folder of its own, for as long as it runs
   */
  RebuildRun(
      KafkaStreams streams,
      RebuildTopics topics,
      Generation generation,
      RebuildLock lock,
      Path state) {
    this.streams = streams;
    this.topics = topics;
    this.generation = generation;
    this.lock = lock;
    this.state = state;
    streams.setUncaughtExceptionHandler(this::onFailure);
  }

  private StreamThreadExceptionResponse onFailure(Throwable thrown) {
    failure.set(thrown);
    // Kafka may be away for a moment.
    return failures.incrementAndGet() < FAILURES
        ? StreamThreadExceptionResponse.REPLACE_THREAD
        : StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
  }

  void start() {
    streams.start();
  }

  /**
   * Waits until it has read its topics up to there.
   *
   * @param progress is told how many records are read, a few times a second
   */
  void read(Map<TopicPartition, Long> ends, RebuildProgress progress) {
    long total = ends.values().stream().mapToLong(Long::longValue).sum();
    long left = total;
    while (left > 0) {
      Await.pause();
      watch();
      Map<TopicPartition, Long> committed = topics.committed(generation);
      left =
          ends.entrySet().stream()
              .mapToLong(e -> Math.max(0, e.getValue() - committed.getOrDefault(e.getKey(), 0L)))
              .sum();
      progress.tell(total - left, total);
    }
  }

  /**
   * Waits until what has been read is published; under load, until what was read a while ago is.
   */
  void settle(List<String> published) {
    long begun = System.nanoTime();
    Map<TopicPartition, Long> before = Map.of();
    long since = begun;
    while (System.nanoTime() - begun < QUIET_AT_MOST.toNanos()) {
      List<String> between = topics.between(generation);
      read(topics.ends(between), RebuildProgress.SILENT);
      Map<TopicPartition, Long> now = topics.ends(published);
      now.putAll(topics.ends(between));
      if (!now.equals(before)) {
        before = now;
        since = System.nanoTime();
      } else if (System.nanoTime() - since > QUIET.toNanos()) {
        return;
      }
      Await.pause();
      watch();
    }
  }

  private void watch() {
    lock.keep();
    State now = streams.state();
    if (now == State.ERROR || now == State.PENDING_ERROR || now == State.NOT_RUNNING) {
      Throwable thrown = failure.get();
      throw new CannotRebuildException(
          "counting failed" + (thrown == null ? "" : ": " + rootOf(thrown)));
    }
  }

  private static String rootOf(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.toString();
  }

  /** Stops it, leaving what it knows to those who go on with it. */
  void end() {
    if (!streams.close(LEAVE)) {
      throw new CannotRebuildException("counting does not end");
    }
  }

  @Override
  public void close() {
    streams.close(LEAVE);
    LocalState.delete(state);
  }
}
