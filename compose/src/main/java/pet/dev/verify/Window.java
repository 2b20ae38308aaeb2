package pet.dev.verify;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * A window of a rollup.
 *
 * @param start in seconds since 1970
 * @param dimension the stage or topic that it is about; empty for rollups without one
 */
record Window(Grain grain, long start, String dimension) implements Comparable<Window> {

  private static final Comparator<Window> ORDER =
      Comparator.comparing(Window::grain)
          .thenComparing(Window::start)
          .thenComparing(Window::dimension);

  /** Reads a key such as {@code day|2026-11-22T00:00:00Z|SHIPPED}; empty if it is none. */
  static Optional<Window> parse(String key) {
    String[] parts = key.split("\\|", 3);
    Optional<Grain> grain = Grain.ofKey(parts[0]);
    if (parts.length < 2 || grain.isEmpty()) {
      return Optional.empty();
    }
    try {
      long start = Instant.parse(parts[1]).getEpochSecond();
      return Optional.of(new Window(grain.get(), start, parts.length < 3 ? "" : parts[2]));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  @Override
  public int compareTo(Window other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    String window = grain.key() + "|" + Instant.ofEpochSecond(start);
    return dimension.isEmpty() ? window : window + "|" + dimension;
  }
}
