package pet.analytics.rollup;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What a stage remembers across events. What has changed is written to its store once a commit, and
 * stays in hand for a while: what is remembered of one event is mostly asked for by the next ones.
 */
final class Memory {

  /** So many entries stay in hand; so many changes are written before the next commit. */
  private static final int MOST = 1024;

  private static final int MOST_CHANGED = 8192;

  private final KeyValueStore<String, byte[]> store;

  /** With null for what is known to be nothing. */
  private final Map<String, byte[]> held = new LinkedHashMap<>(16, 0.75f, true);

  private final Set<String> changed = new LinkedHashSet<>();

  Memory(KeyValueStore<String, byte[]> store) {
    this.store = store;
  }

  /** Null if nothing is remembered. */
  byte[] get(String key) {
    byte[] value = held.get(key);
    if (value == null && !held.containsKey(key)) {
      value = store.get(key);
      held.put(key, value);
      if (held.size() - changed.size() > 2 * MOST) {
        letGo();
      }
    }
    return value;
  }

  /**
   * Remembers.
   *
   * @param value null forgets
   */
  void put(String key, byte[] value) {
    held.put(key, value);
    changed.add(key);
    if (changed.size() >= MOST_CHANGED) {
      write();
    }
  }

  void delete(String key) {
    put(key, null);
  }

  /** Writes what has changed: to be called before every commit. */
  void write() {
    for (String key : changed) {
      // Null deletes.
      store.put(key, held.get(key));
    }
    changed.clear();
    letGo();
  }

  /** The longest unused first, unless they are yet to be written. */
  private void letGo() {
    Iterator<String> longestUnused = held.keySet().iterator();
    while (held.size() - changed.size() > MOST && longestUnused.hasNext()) {
      if (!changed.contains(longestUnused.next())) {
        longestUnused.remove();
      }
    }
  }
}
