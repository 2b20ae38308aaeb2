package pet.dev.verify;

import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Numbers that add up, by window and name. */
final class Windows {

  private final Map<Window, Map<String, Long>> numbers = new TreeMap<>();

  void add(Window window, String name, long more) {
    if (more != 0) {
      numbers.computeIfAbsent(window, any -> new TreeMap<>()).merge(name, more, Long::sum);
    }
  }

  long number(Window window, String name) {
    return numbers.getOrDefault(window, Map.of()).getOrDefault(name, 0L);
  }

  Set<String> names(Window window) {
    return numbers.getOrDefault(window, Map.of()).keySet();
  }

  /** The windows of both, in order. */
  SortedSet<Window> and(Windows other) {
    SortedSet<Window> windows = new TreeSet<>(numbers.keySet());
    windows.addAll(other.numbers.keySet());
    return windows;
  }
}
