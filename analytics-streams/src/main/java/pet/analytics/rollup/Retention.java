package pet.analytics.rollup;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** Finds windows that have outlived their grain's retention, in event time. */
final class Retention {

  static final Duration CHECK = Duration.ofMinutes(1);

  /** So many at a time: nobody waits for them, and everybody else for this. */
  private static final int AT_ONCE = 1000;

  private Retention() {}

  /** The expired keys of a store whose keys begin with a window's text, or with late and that. */
  static List<String> expired(KeyValueStore<String, byte[]> store, long time) {
    List<String> expired = new ArrayList<>();
    for (Grain grain : Grain.values()) {
      if (grain.retention().isPresent()) {
        long last = time - grain.retention().get().toMillis() - grain.length().toMillis();
        until(store, "", grain, last, expired);
        until(store, Late.PREFIX, grain, last, expired);
      }
    }
    return expired;
  }

  /** The keys of windows that start no later than this. Keys sort by time within their grain. */
  static void until(
      KeyValueStore<String, byte[]> store,
      String prefix,
      Grain grain,
      long lastStart,
      List<String> keys) {
    if (lastStart < 0) {
      return;
    }
    String first = prefix + grain.key() + WindowKey.BAR;
    String last = prefix + grain.windowOf(lastStart).text() + WindowKey.END;
    try (KeyValueIterator<String, byte[]> old = store.range(first, last)) {
      while (old.hasNext() && keys.size() < AT_ONCE) {
        keys.add(old.next().key);
      }
    }
  }
}
