package pet.analytics.rollup;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What a stage remembers across events. What has changed is written to its store once a commit, and
 * stays in hand for a while: what is remembered of one event is mostly asked for by the next ones.
 */
final class Memory {

  /** So many entries are recent; as many more, which were before them, stay in hand. */
  private static final int MOST_RECENT = 4096;

  private final KeyValueStore<String, byte[]> store;
  private final List<Entry> changed = new ArrayList<>();
  private Map<String, Entry> recent = new HashMap<>();
  private Map<String, Entry> before = new HashMap<>();

  /** With null for what is known to be nothing. */
  private static final class Entry {
    private final String key;
    private byte[] value;
    private boolean isChanged;

    Entry(String key, byte[] value) {
      this.key = key;
      this.value = value;
    }
  }

  Memory(KeyValueStore<String, byte[]> store) {
    this.store = store;
  }

  /** Null if nothing is remembered. */
  byte[] get(String key) {
    Entry held = held(key);
    return held == null ? hold(new Entry(key, store.get(key))).value : held.value;
  }

  /**
   * Remembers.
   *
   * @param value null forgets
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

  /** Writes what has changed: to be called before every commit. */
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
      // What is let go of may have changed.
      write();
      before = recent;
      recent = new HashMap<>();
    }
    recent.put(entry.key, entry);
    return entry;
  }
}
