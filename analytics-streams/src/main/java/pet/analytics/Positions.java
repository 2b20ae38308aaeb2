package pet.analytics;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Up to where somebody has seen the rollup topics: by rollup and partition, the offset of the last
 * change. They are the topics' own, and so mean the same on every replica.
 *
 * @param seen what is not in it has not been seen at all
 */
record Positions(SortedMap<Place, Long> seen) {

  static final Positions NONE = new Positions(new TreeMap<>());

  private static final Pattern PART = Pattern.compile("([a-z]{1,20})-(\\d{1,6}):(\\d{1,18})");
  private static final int LONGEST = 4_000;

  /** A partition of a rollup's topic. */
  record Place(String rollup, int partition) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      int byRollup = rollup.compareTo(other.rollup);
      return byRollup == 0 ? Integer.compare(partition, other.partition) : byRollup;
    }
  }

  Positions {
    seen = Collections.unmodifiableSortedMap(new TreeMap<>(seen));
  }

  /** Reads what {@link #text} wrote; what cannot be one is none: then all is sent. */
  static Positions parse(String text) {
    if (text == null || text.length() > LONGEST) {
      return NONE;
    }
    TreeMap<Place, Long> seen = new TreeMap<>();
    for (String part : text.strip().split(",", -1)) {
      Matcher matcher = PART.matcher(part);
      if (!matcher.matches()) {
        return NONE;
      }
      Place place = new Place(matcher.group(1), Integer.parseInt(matcher.group(2)));
      seen.put(place, Long.parseLong(matcher.group(3)));
    }
    return new Positions(seen);
  }

  /** As the id of an event. */
  String text() {
    return seen.entrySet().stream()
        .map(e -> e.getKey().rollup() + "-" + e.getKey().partition() + ":" + e.getValue())
        .collect(Collectors.joining(","));
  }

  boolean covers(Place place, long offset) {
    return offset <= seen.getOrDefault(place, -1L);
  }

  Positions after(Place place, long offset) {
    TreeMap<Place, Long> further = new TreeMap<>(seen);
    further.merge(place, offset, Math::max);
    return new Positions(further);
  }

  /**
   * Those that may be believed: one behind the end of its topic is of a topic that was there before
   * this one, and all of this one is news.
   */
  Positions within(Map<Place, Long> last) {
    List<Place> wrong = new ArrayList<>();
    seen.forEach(
        (place, offset) -> {
          if (offset > last.getOrDefault(place, -1L)) {
            wrong.add(place);
          }
        });
    TreeMap<Place, Long> right = new TreeMap<>(seen);
    wrong.forEach(right::remove);
    return new Positions(right);
  }
}
