package pet.analytics.rollup;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The counts of the windows in hand, ready to be added to: a window is read from its store once and
 * written once a commit, however many events are counted in it.
 */
final class HeldCounts<C extends Counts<C>> {

  /** So many windows are held for the next events. */
  private static final int MOST = 256;

  private final KeyValueStore<String, byte[]> store;
  private final Rollup<C> rollup;
  private final int partition;
  private final Map<String, Held<C>> windows = new LinkedHashMap<>(16, 0.75f, true);
  private final List<Held<C>> changed = new ArrayList<>();

  HeldCounts(KeyValueStore<String, byte[]> store, Rollup<C> rollup, int partition) {
    this.store = store;
    this.rollup = rollup;
    this.partition = partition;
  }

  /** The counts of a window, which are about to change. */
  C change(String window) {
    Held<C> held = windows.computeIfAbsent(window, this::load);
    if (!held.isChanged) {
      held.isChanged = true;
      changed.add(held);
    }
    return held.counts;
  }

  /** Whether so many windows have changed that they should be written before the next commit. */
  boolean isFull() {
    return changed.size() >= MOST;
  }

  /** Writes what has changed, and tells it. */
  void write(BiConsumer<String, byte[]> written) {
    for (Held<C> held : changed) {
      byte[] bytes = Partial.write(partition, held.counts);
      store.put(held.window, bytes);
      held.isChanged = false;
      written.accept(held.window, bytes);
    }
    changed.clear();
    Iterator<Held<C>> longestUnused = windows.values().iterator();
    for (int excess = windows.size() - MOST; excess > 0; excess--) {
      longestUnused.next();
      longestUnused.remove();
    }
  }

  void remove(String window) {
    Held<C> held = windows.remove(window);
    changed.remove(held);
    store.delete(window);
  }

  private Held<C> load(String window) {
    byte[] bytes = store.get(window);
    return new Held<>(window, bytes == null ? rollup.empty() : Partial.read(bytes, rollup));
  }

  private static final class Held<C> {
    private final String window;
    private final C counts;
    private boolean isChanged;

    Held(String window, C counts) {
      this.window = window;
      this.counts = counts;
    }
  }
}
