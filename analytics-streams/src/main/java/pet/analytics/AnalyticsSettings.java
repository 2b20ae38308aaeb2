package pet.analytics;

import io.dropwizard.util.Duration;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import pet.analytics.rollup.RollupTimes;

/**
 * The section {@code analytics}.
 *
 * @param application begins the names of the topologies' groups of replicas, their changelogs and
 *     their transactions; {@code pet-analytics} unless told
 * @param instance this replica's own name among them, the same after every restart: with it a
 *     restart, even after a kill, takes its work up at once instead of waiting for the group to
 *     give up on its former self; {@code 1} unless told
 * @param stateDirectory for local state; it may be lost, for it is rebuilt from Kafka. {@code
 *     .pet/analytics} unless told
 * @param rollups which ones this process counts, by their names, separated by commas; all unless
 *     told. Every process answers for all of them
 * @param threads that count each rollup; unless told 1, and 2 on two cores or more where one rollup
 *     alone is named: who gives it a process of its own has many events
 * @param gather see {@link RollupTimes}; 100ms unless told
 * @param publish see {@link RollupTimes}; 100ms unless told
 * @param remember see {@link RollupTimes}; 2d unless told
 * @param grace see {@link RollupTimes}; 1m unless told
 * @param streams how many listen to changes at once in this process; 50 unless told
 * @param streamLasts when a stream ends, and its client comes back; 15m unless told
 */
public record AnalyticsSettings(
    String application,
    String instance,
    Path stateDirectory,
    String rollups,
    Integer threads,
    Duration gather,
    Duration publish,
    Duration remember,
    Duration grace,
    Integer streams,
    Duration streamLasts) {

  static final AnalyticsSettings DEFAULT =
      new AnalyticsSettings(null, null, null, null, null, null, null, null, null, null, null);

  public AnalyticsSettings {
    application = Optional.ofNullable(application).orElse("pet-analytics");
    instance = Optional.ofNullable(instance).orElse("1");
    stateDirectory = Optional.ofNullable(stateDirectory).orElse(Path.of(".pet", "analytics"));
    rollups = Optional.ofNullable(rollups).orElse("");
    threads = threads == null ? usualThreads(rollups) : threads;
    gather = Optional.ofNullable(gather).orElse(Duration.milliseconds(100));
    publish = Optional.ofNullable(publish).orElse(Duration.milliseconds(100));
    remember = Optional.ofNullable(remember).orElse(Duration.days(2));
    grace = Optional.ofNullable(grace).orElse(Duration.minutes(1));
    streams = Optional.ofNullable(streams).orElse(50);
    streamLasts = Optional.ofNullable(streamLasts).orElse(Duration.minutes(15));
    require(application.matches("[a-zA-Z0-9._-]+"), "application", "be letters, digits, . _ -");
    require(instance.matches("[a-zA-Z0-9._-]+"), "instance", "be letters, digits, . _ -");
    require(threads > 0, "threads", "be positive");
    require(gather.toMilliseconds() > 0, "gather", "be positive");
    require(publish.toMilliseconds() > 0, "publish", "be positive");
    require(remember.toMinutes() > 0, "remember", "be at least a minute");
    require(streams >= 0, "streams", "not be negative");
    require(streamLasts.toMilliseconds() > 0, "streamLasts", "be positive");
    require(grace.toMilliseconds() >= 0, "grace", "not be negative");
  }

  private static int usualThreads(String rollups) {
    return named(rollups).size() == 1 ? Math.min(2, Runtime.getRuntime().availableProcessors()) : 1;
  }

  private static void require(boolean right, String setting, String must) {
    if (!right) {
      throw new IllegalArgumentException("setting analytics." + setting + " must " + must);
    }
  }

  /** The same, with its local state elsewhere. */
  AnalyticsSettings in(Path otherState) {
    return new AnalyticsSettings(
        application,
        instance,
        otherState,
        rollups,
        threads,
        gather,
        publish,
        remember,
        grace,
        streams,
        streamLasts);
  }

  /** Those that are named; none where all are meant. */
  List<String> namedRollups() {
    return named(rollups);
  }

  private static List<String> named(String rollups) {
    return Stream.of(rollups.split(",", -1))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .toList();
  }

  RollupTimes times() {
    return new RollupTimes(
        gather.toJavaDuration(),
        publish.toJavaDuration(),
        remember.toJavaDuration(),
        grace.toJavaDuration());
  }
}
