package pet.analytics.rollup;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * A write-back cache in front of a store: changed entries are written to the store once a commit,
 * and recently used ones stay in memory, for what is stored about one event is mostly read by the
 * next ones.
 */
final class WriteBackCache {

  /** Two generations of so many entries are in memory: the recent ones, and those before them. */
  private static final int MOST_RECENT = 4096;

  private final KeyValueStore<String, byte[]> store;
  private final List<Entry> changed = new ArrayList<>();
  private Map<String, Entry> recent = new HashMap<>();
  private Map<String, Entry> before = new HashMap<>();

  /** The value is null if the store is known to have none. */
  private static final class Entry {
    private final String key;
    private byte[] value;
    private boolean isChanged;

    Entry(String key, byte[] value) {
      this.key = key;
      this.value = value;
    }
  }

  WriteBackCache(KeyValueStore<String, byte[]> store) {
    this.store = store;
  }

  /** Null if there is no value. */
  byte[] get(String key) {
    Entry held = held(key);
    return held == null ? hold(new Entry(key, store.get(key))).value : held.value;
  }

  /**
   * Sets a value.
   *
   * @param value null deletes
   */
  void put(String key, byte[] value) {
    Entry held = held(key);
    Entry entry = held == null ? hold(new Entry(key, null)) : held;
    entry.value = value;
    if (!entry.isChanged) {
      entry.isChanged = true;
      changed.add(entry);
    }
  }

  void delete(String key) {
    put(key, null);
  }

  /** Writes the changed entries to the store: to be called before every commit. */
  void write() {
    for (Entry entry : changed) {
      // Null deletes.
      store.put(entry.key, entry.value);
      entry.isChanged = false;
    }
    changed.clear();
  }

  private Entry held(String key) {
    Entry entry = recent.get(key);
    if (entry != null) {
      return entry;
    }
    entry = before.remove(key);
    return entry == null ? null : hold(entry);
  }

  private Entry hold(Entry entry) {
    if (recent.size() >= MOST_RECENT) {
      // The generation that is dropped may hold changes.
      write();
      before = recent;
      recent = new HashMap<>();
    }
    recent.put(entry.key, entry);
    return entry;
  }
}
