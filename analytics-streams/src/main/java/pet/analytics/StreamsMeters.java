package pet.analytics;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.processor.StateRestoreListener;

/**
 * What operators watch of one topology: how far it is behind, what is left to restore before it
 * goes on, and how large its state is on disk. Metrics {@code analytics.<rollup>.lag}, {@code
 * .restoring} (records) and {@code .state_bytes}.
 */
final class StreamsMeters implements StateRestoreListener {

  private final Map<String, Long> restoring = new ConcurrentHashMap<>();
  private volatile KafkaStreams streams;
  private volatile Path state;

  StreamsMeters(String rollup, MetricRegistry metrics) {
    gauge(metrics, rollup, "lag", this::lag);
    gauge(metrics, rollup, "restoring", this::restoring);
    gauge(metrics, rollup, "state_bytes", this::stateBytes);
  }

  private static void gauge(
      MetricRegistry metrics, String rollup, String name, Supplier<Long> value) {
    Gauge<Long> gauge = value::get;
    metrics.register(MetricRegistry.name("analytics", rollup, name), gauge);
  }

  /**
   * From now on it is these that run.
   *
   * @param folder of their state
   */
  void watch(KafkaStreams running, Path folder) {
    restoring.clear();
    state = folder;
    streams = running;
  }

  /** They have stopped. */
  void unwatch() {
    restoring.clear();
    streams = null;
  }

  /**
   * Records of its topics, those between its stages included, that this process has still to read;
   * -1 while nothing runs.
   */
  long lag() {
    KafkaStreams running = streams;
    if (running == null) {
      return -1;
    }
    return behind(running.metrics().values());
  }

  /**
   * Kafka tells each partition of a topic with dots in its name twice, the second time with
   * underscores; what is read back into a store is told by {@link #restoring}.
   */
  static long behind(Collection<? extends Metric> metrics) {
    Map<String, Double> behind = new HashMap<>();
    for (Metric metric : metrics) {
      Map<String, String> tags = metric.metricName().tags();
      String client = tags.getOrDefault("client-id", "");
      if (metric.metricName().name().equals("records-lag")
          && !client.endsWith("-restore-consumer")
          && metric.metricValue() instanceof Double lag
          && !lag.isNaN()) {
        String topic = tags.getOrDefault("topic", "").replace('.', '_');
        behind.put(client + "/" + topic + "/" + tags.get("partition"), lag);
      }
    }
    return (long) behind.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  /** Records of its own state that are still to be read back, after a start without it. */
  long restoring() {
    return restoring.values().stream().mapToLong(Long::longValue).sum();
  }

  long stateBytes() {
    Path folder = state;
    if (folder == null || !Files.isDirectory(folder)) {
      return 0;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.mapToLong(StreamsMeters::size).sum();
    } catch (IOException | UncheckedIOException e) {
      // Files go while we look.
      return -1;
    }
  }

  private static long size(Path file) {
    try {
      return Files.isRegularFile(file) ? Files.size(file) : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  private static String place(TopicPartition partition, String store) {
    return store + "/" + partition;
  }

  @Override
  public void onRestoreStart(TopicPartition partition, String store, long start, long end) {
    restoring.put(place(partition, store), Math.max(0, end - start));
  }

  @Override
  public void onBatchRestored(
      TopicPartition partition, String store, long batchEnd, long restored) {
    restoring.computeIfPresent(
        place(partition, store), (place, left) -> Math.max(0, left - restored));
  }

  @Override
  public void onRestoreEnd(TopicPartition partition, String store, long total) {
    restoring.remove(place(partition, store));
  }

  @Override
  public void onRestoreSuspended(TopicPartition partition, String store, long total) {
    restoring.remove(place(partition, store));
  }
}
