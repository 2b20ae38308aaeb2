package pet.analytics;

import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.health.HealthCheck;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pet.analytics.Generations.Turn;
import pet.analytics.rollup.RollupTopology;
import pet.messaging.KafkaSettings;
import pet.messaging.TopicAdmin;

/**
 * Runs one topology in the background, and again when it fails; the others do not hear of it. A
 * process starts while Kafka is away, says so in its health, and counts from where it was when
 * Kafka is back.
 */
final class StreamsRunner {

  private static final Logger LOG = LoggerFactory.getLogger(StreamsRunner.class);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
  private static final Duration CLOSE = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration LEAVING = Duration.ofSeconds(30);
  private static final CloseOptions LEAVE =
      CloseOptions.timeout(LEAVING)
          .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP);

  /** More failures than these in a minute, and the whole instance starts over, after a pause. */
  private static final int FAILURES_A_MINUTE = 5;

  /** Closed windows of a small shop are few; without small segments they would never compact. */
  static final Map<String, String> ROLLUP_TOPIC =
      Map.of(
          TopicConfig.SEGMENT_BYTES_CONFIG,
          Integer.toString(8 << 20),
          TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG,
          "0.2");

  private final RollupTopology<?> rollup;
  private final Rollups rollups;
  private final Generations generations;
  private final AnalyticsSettings settings;
  private final KafkaSettings kafka;
  private final StreamsMeters meters;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Deque<Instant> failures = new ArrayDeque<>();

  private volatile boolean leaves;
  private volatile Duration endsWithin = CLOSE;
  private volatile Thread thread;
  private volatile State state;
  private volatile Instant since = Instant.now();
  private volatile String trouble = "starting";

  StreamsRunner(
      RollupTopology<?> rollup,
      Rollups rollups,
      AnalyticsSettings settings,
      KafkaSettings kafka,
      Generations generations,
      MetricRegistry metrics) {
    this.rollup = rollup;
    this.rollups = rollups;
    this.generations = generations;
    this.settings = settings;
    this.kafka = kafka;
    this.meters = new StreamsMeters(rollup.name(), metrics);
  }

  void start() {
    thread = new Thread(this::run, "analytics-" + rollup.name());
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Tells it to end; returns at once.
   *
   * @param forGood whether the group is told, so that others take over what this one counted at
   *     once and not when they have waited for it long enough. Otherwise a restart within seconds
   *     takes up where it was.
   */
  void end(boolean forGood) {
    leaves = leaves || forGood;
    endsWithin = forGood ? LEAVING : CLOSE;
    stopping.countDown();
  }

  /** Returns when it has ended, or has had its time to do so. */
  void awaitEnd() throws InterruptedException {
    Thread running = thread;
    if (running != null) {
      running.join(endsWithin.plusSeconds(2).toMillis());
    }
  }

  private void run() {
    Duration pause = FIRST_PAUSE;
    try {
      while (stopping.getCount() > 0) {
        Instant begun = Instant.now();
        boolean inOrder = false;
        try {
          inOrder = runInTurn(ensureTopics());
        } catch (RuntimeException e) {
          trouble(e);
        }
        boolean ranWell = inOrder || begun.plus(PATIENCE).isBefore(Instant.now());
        pause = ranWell ? FIRST_PAUSE : pause;
        if (stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
        pause = pause.multipliedBy(2);
        pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns whether it ended because another generation's turn has come, or none's. */
  private boolean runInTurn(Map<String, Integer> partitions) throws InterruptedException {
    Turn turn = generations.turnOf(rollup);
    if (turn.generation().isEmpty()) {
      if (!turn.obstacle().equals(trouble)) {
        LOG.info("{} does not count: {}", rollup.name(), turn.obstacle());
      }
      trouble = turn.obstacle();
      state = null;
      return true;
    }
    return runOnce(turn.generation().get(), partitions);
  }

  /** Makes what is missing; says how many partitions the topics of events have. */
  private Map<String, Integer> ensureTopics() {
    try (TopicAdmin admin = new TopicAdmin(kafka)) {
      admin.ensureEvents(rollups.sources());
      admin.ensureEvents(rollups.deadLetters());
      admin.ensureCompacted(rollups.sinks(), ROLLUP_TOPIC);
      admin.ensureCompacted(List.of(Generations.topic(settings.application())), Map.of());
      return admin.partitions(rollup.sources());
    }
  }

  /** Returns when it has failed for good or is to stop; whether it is not its turn any more. */
  private boolean runOnce(Generation generation, Map<String, Integer> partitions)
      throws InterruptedException {
    String application = generation.application(settings.application());
    CrashMark mark = new CrashMark(application, settings);
    CountDownLatch ended = new CountDownLatch(1);
    LocalState.keepOnly(generation, settings);
    KafkaStreams streams =
        new KafkaStreams(
            rollup.topology(partitions::get, generation.live()),
            StreamsConfiguration.of(application, settings, kafka));
    boolean itsTurn = true;
    try {
      streams.setStateListener(
          (now, before) -> {
            became(application, now);
            if (now == State.ERROR || now == State.NOT_RUNNING) {
              ended.countDown();
            }
          });
      streams.setUncaughtExceptionHandler(this::onFailure);
      streams.setGlobalStateRestoreListener(meters);
      meters.watch(streams, settings.stateDirectory().resolve(application));
      mark.begin(streams);
      streams.start();
      while (itsTurn && !ended.await(100, TimeUnit.MILLISECONDS) && stopping.getCount() > 0) {
        itsTurn = isTurnOf(generation);
      }
    } finally {
      meters.unwatch();
      // Those who take over wait for an empty group; whoever restarts takes up its place in it.
      if (streams.close(itsTurn && !leaves ? CloseOptions.timeout(CLOSE) : LEAVE)) {
        mark.end();
      }
    }
    return !itsTurn;
  }

  /** While Kafka does not say otherwise, it goes on. */
  private boolean isTurnOf(Generation generation) {
    try {
      return generations.turnOf(rollup).generation().equals(Optional.of(generation));
    } catch (KafkaException e) {
      return true;
    }
  }

  private void became(String application, State now) {
    state = now;
    since = Instant.now();
    LOG.info("{}: {}", application, now);
  }

  private synchronized StreamThreadExceptionResponse onFailure(Throwable failure) {
    trouble(failure);
    Instant now = Instant.now();
    failures.addLast(now);
    while (failures.peekFirst().isBefore(now.minusSeconds(60))) {
      failures.removeFirst();
    }
    if (failures.size() > FAILURES_A_MINUTE) {
      failures.clear();
      return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }
    return StreamThreadExceptionResponse.REPLACE_THREAD;
  }

  private void trouble(Throwable failure) {
    String kind = failure.getClass().getSimpleName();
    // The same trouble again while Kafka is away is no news.
    if (!kind.equals(trouble)) {
      LOG.warn("{} has stopped counting and tries again", rollup.name(), failure);
    }
    trouble = kind;
  }

  /** Rebalancing is no illness unless it does not end. */
  HealthCheck health() {
    return new HealthCheck() {
      @Override
      protected Result check() {
        State now = state;
        long seconds = Duration.between(since, Instant.now()).toSeconds();
        if (leaves) {
          return Result.healthy("has left its group: others count");
        }
        if (now == null) {
          return Result.unhealthy("not running yet: %s", trouble);
        }
        return switch (now) {
          case RUNNING ->
              Result.healthy("running for %d s, %d records behind", seconds, meters.lag());
          case CREATED, REBALANCING -> {
            long left = meters.restoring();
            // To read back what it knew takes as long as it takes.
            yield seconds < PATIENCE.toSeconds() || left > 0
                ? Result.healthy("rebalancing for %d s, %d records to restore", seconds, left)
                : Result.unhealthy("rebalancing for %d s: %s", seconds, trouble);
          }
          default -> Result.unhealthy("%s for %d s, tries again: %s", now, seconds, trouble);
        };
      }
    };
  }
}
