package pet.analytics.rollup;

import java.time.Duration;
import java.time.Instant;
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

  /** The expired keys of a store whose keys begin with a window's text. */
  static List<String> expired(KeyValueStore<String, byte[]> store, long time) {
    List<String> expired = new ArrayList<>();
    for (Grain grain : Grain.values()) {
      if (grain.retention().isEmpty()) {
        continue;
      }
      String first = grain.key() + WindowKey.BAR;
      // Keys sort by time within their grain, so that this meets none that is kept.
      long past = time - grain.retention().get().toMillis() - grain.length().toMillis();
      String last = first + Instant.ofEpochMilli(Math.max(0, past)) + WindowKey.BAR + '~';
      try (KeyValueIterator<String, byte[]> old = store.range(first, last)) {
        while (old.hasNext() && expired.size() < AT_ONCE) {
          String key = old.next().key;
          if (WindowKey.parse(key).isExpiredAt(time)) {
            expired.add(key);
          }
        }
      }
    }
    return expired;
  }
}
