package pet.analytics.rollup;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The windows that have changed since they were last sent on. Kept in a store: a commit may fall
 * between a change and its sending, and after a crash the change must still be sent. Sending twice
 * does no harm, for a window's newer value replaces the older one.
 */
final class PendingWindows {

  static final byte[] MARK = new byte[0];

  private final KeyValueStore<String, byte[]> store;
  private final Set<String> keys = new LinkedHashSet<>();

  PendingWindows(KeyValueStore<String, byte[]> store) {
    this.store = store;
    try (KeyValueIterator<String, byte[]> marks = store.all()) {
      while (marks.hasNext()) {
        KeyValue<String, byte[]> mark = marks.next();
        keys.add(mark.key);
      }
    }
  }

  void add(String key) {
    if (keys.add(key)) {
      store.put(key, MARK);
    }
  }

  Set<String> peek() {
    return Collections.unmodifiableSet(keys);
  }

  /** Takes all of them, oldest change first. */
  List<String> drain() {
    List<String> drained = List.copyOf(keys);
    drained.forEach(store::delete);
    keys.clear();
    return drained;
  }
}
