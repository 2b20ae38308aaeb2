package pet.analytics.rollup;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Collects what one event adds, so that it can be applied as a whole or not at all. */
final class EventTally<C> implements Rollup.Tally<C> {

  private final WriteBackCache cache;
  private final List<Addition<C>> additions = new ArrayList<>();
  private final Map<String, byte[]> memories = new LinkedHashMap<>();

  record Addition<C>(long time, String dimension, Consumer<C> increment) {}

  EventTally(WriteBackCache cache) {
    this.cache = cache;
  }

  @Override
  public void add(long time, String dimension, Consumer<C> increment) {
    additions.add(new Addition<>(time, dimension, increment));
  }

  @Override
  public byte[] recall(String key) {
    return cache.get(key);
  }

  @Override
  public void remember(String key, byte[] value) {
    memories.put(key, value);
  }

  void keepMemories() {
    memories.forEach(cache::put);
  }

  List<Addition<C>> additions() {
    return additions;
  }
}
