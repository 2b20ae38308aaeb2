package pet.analytics.rollup;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.WindowStore;

/** The stages' stores: each is logged to a compacted changelog, so that a crash loses nothing. */
final class RollupStores {

  // Small segments and an eager cleaner: a changelog is as long to restore as what it still holds,
  // and the active segment is never compacted.
  private static final Map<String, String> CHANGELOG =
      Map.of(
          TopicConfig.SEGMENT_BYTES_CONFIG, Integer.toString(8 << 20),
          TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG, "0.2",
          TopicConfig.DELETE_RETENTION_MS_CONFIG, Long.toString(Duration.ofHours(1).toMillis()));

  private RollupStores() {}

  /**
   * Counts by window, on disk: hours are kept for 400 days. The stages themselves hold what changes
   * often, and write it once a commit.
   *
   * <p>Nothing has a cache of Streams' in front: that writes when its task is committed, and each
   * task whose changelog gets something then is one more answer of Kafka to wait for, one after the
   * other, before the commit goes on.
   */
  static StoreBuilder<KeyValueStore<String, byte[]>> counts(String name) {
    return Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(name), Serdes.String(), Serdes.ByteArray())
        .withLoggingEnabled(CHANGELOG);
  }

  /** A handful of keys that live for milliseconds: in memory. */
  static StoreBuilder<KeyValueStore<String, byte[]>> pending(String name) {
    return Stores.keyValueStoreBuilder(
            Stores.inMemoryKeyValueStore(name), Serdes.String(), Serdes.ByteArray())
        .withLoggingEnabled(CHANGELOG);
  }

  /**
   * Chunks of ids by the minute of the events' times, on disk: two days of a busy shop are
   * millions. Old ones go as whole segments.
   */
  static StoreBuilder<WindowStore<String, byte[]>> ids(String name, Duration remember) {
    return Stores.windowStoreBuilder(
            Stores.persistentWindowStore(
                name, remember.plusMillis(EventIds.MINUTE), Duration.ofMillis(1), false),
            Serdes.String(),
            Serdes.ByteArray())
        .withLoggingEnabled(Map.of(TopicConfig.SEGMENT_BYTES_CONFIG, Integer.toString(64 << 20)));
  }
}
