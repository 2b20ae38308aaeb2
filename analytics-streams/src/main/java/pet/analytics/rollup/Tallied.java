package pet.analytics.rollup;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What one event adds, taken down before any of it is done. */
final class Tallied<C> implements Rollup.Tally<C> {

  private final Memory memory;
  private final List<Addition<C>> additions = new ArrayList<>();
  private final Map<String, byte[]> memories = new LinkedHashMap<>();

  record Addition<C>(long time, String dimension, Consumer<C> increment) {}

  Tallied(Memory memory) {
    this.memory = memory;
  }

  @Override
  public void add(long time, String dimension, Consumer<C> increment) {
    additions.add(new Addition<>(time, dimension, increment));
  }

  @Override
  public byte[] recall(String key) {
    return memory.get(key);
  }

  @Override
  public void remember(String key, byte[] value) {
    memories.put(key, value);
  }

  void keepMemories() {
    memories.forEach(memory::put);
  }

  List<Addition<C>> additions() {
    return additions;
  }
}
