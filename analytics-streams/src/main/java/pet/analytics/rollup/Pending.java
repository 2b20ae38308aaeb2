package pet.analytics.rollup;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The windows that have changed and are yet to be told. Kept in a store: a commit may fall between
 * a change and its telling, and after a crash then the change is there and must still be told.
 * Telling twice does no harm, for what is told replaces what was told before.
 */
final class Pending {

  static final byte[] MARK = new byte[0];

  private final KeyValueStore<String, byte[]> store;
  private final Set<String> keys = new LinkedHashSet<>();

  Pending(KeyValueStore<String, byte[]> store) {
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
