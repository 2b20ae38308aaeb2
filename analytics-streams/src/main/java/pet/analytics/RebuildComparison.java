package pet.analytics;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import pet.analytics.rollup.RollupTopology;
import pet.analytics.rollup.WindowKey;
import pet.messaging.Json;
import pet.messaging.Topics;

/**
 * What is published of one rollup, what came late of it included, held against what a rebuild has
 * counted.
 */
final class RebuildComparison {

  /** So far two sketches of the same may lie apart: far beyond their error in rank, and no more. */
  private static final double NEAR = 0.1;

  private static final double LEAST = 2;

  private static final int LONGEST = 60;

  private final RollupTopology<?> rollup;
  private final long newest;
  private final Map<Place, String> published = new HashMap<>();
  private final Map<Place, String> rebuilt = new HashMap<>();

  /** A key in a topic. */
  record Place(String topic, String key) {}

  /** What becomes of a window. */
  enum Verdict {
    EQUAL,
    /** It was final, or came late, and was wrong. */
    CORRECTED,
    /** It is open, and changes by what comes anyway. */
    UPDATED,
    ADDED,
    REMOVED,
    /** Published, and from before the first event that Kafka holds: nothing is known of it. */
    LEFT
  }

  /**
   * What is to be published.
   *
   * @param before null if nothing was published
   * @param after null removes it
   */
  record Difference(Place place, Verdict verdict, String before, String after) {}

  /** All windows judged. */
  record Result(Map<Verdict, Integer> windows, List<Difference> differences) {}

  /**
   * @param newest the time of the newest event: what has expired by then is not shown any more
   */
  RebuildComparison(RollupTopology<?> rollup, long newest) {
    this.rollup = rollup;
    this.newest = newest;
  }

  /** A record of a topic that is published; others' late ones and progress are passed over. */
  void published(String topic, String key, String value) {
    put(published, topic, key, value);
  }

  /** What the rebuild would have published to a topic. */
  void rebuilt(String topic, String key, String value) {
    put(rebuilt, topic, key, value);
  }

  private void put(Map<Place, String> values, String topic, String key, String value) {
    if (topic.equals(rollup.sink()) || key.startsWith(rollup.name() + "|")) {
      Place place = new Place(topic, key);
      if (value == null) {
        values.remove(place);
      } else {
        values.put(place, value);
      }
    }
  }

  Result result() {
    long first =
        rebuilt.keySet().stream()
            .flatMap(place -> window(place).stream())
            .mapToLong(WindowKey::start)
            .reduce(Long.MAX_VALUE, Math::min);
    Map<Verdict, Integer> windows = new EnumMap<>(Verdict.class);
    Map<String, Difference> differences = new TreeMap<>();
    Set<Place> all = new LinkedHashSet<>(published.keySet());
    all.addAll(rebuilt.keySet());
    for (Place place : all) {
      judge(place, first)
          .ifPresent(
              verdict -> {
                if (window(place).isPresent()) {
                  windows.merge(verdict, 1, Integer::sum);
                }
                if (verdict != Verdict.EQUAL && verdict != Verdict.LEFT) {
                  String after = verdict == Verdict.REMOVED ? null : rebuilt.get(place);
                  differences.put(
                      place.topic() + "/" + place.key(),
                      new Difference(place, verdict, published.get(place), after));
                }
              });
    }
    return new Result(windows, List.copyOf(differences.values()));
  }

  /** Empty if there is nothing to be said of it. */
  private Optional<Verdict> judge(Place place, long first) {
    String before = published.get(place);
    String after = rebuilt.get(place);
    Optional<WindowKey> window = window(place);
    if (window.isEmpty()) {
      // How far it has come: told anew, and never taken back.
      return after == null || after.equals(before)
          ? Optional.empty()
          : Optional.of(before == null ? Verdict.ADDED : Verdict.CORRECTED);
    }
    if (window.get().isExpiredAt(newest)) {
      return before == null ? Optional.empty() : Optional.of(Verdict.REMOVED);
    }
    if (before == null) {
      return Optional.of(Verdict.ADDED);
    }
    if (after == null) {
      boolean known = window.get().next().start() > first;
      return Optional.of(known ? Verdict.REMOVED : Verdict.LEFT);
    }
    if (same(before, after)) {
      return Optional.of(Verdict.EQUAL);
    }
    boolean settled =
        place.topic().equals(Topics.ANALYTICS_LATE) || (isFinal(before) && isFinal(after));
    return Optional.of(settled ? Verdict.CORRECTED : Verdict.UPDATED);
  }

  private static boolean isFinal(String value) {
    return Optional.ofNullable(json(value)).map(v -> v.path("final").asBoolean()).orElse(true);
  }

  /** The window of a place; empty where it tells how far the rollup has come. */
  private Optional<WindowKey> window(Place place) {
    if (place.topic().equals(Topics.ANALYTICS_WATERMARKS)) {
      return Optional.empty();
    }
    String text = place.key();
    if (place.topic().equals(Topics.ANALYTICS_LATE)) {
      text = text.substring(rollup.name().length() + 1);
    }
    try {
      return Optional.of(WindowKey.parse(text));
    } catch (RuntimeException e) {
      throw new CannotRebuildException(place.topic() + " has what is no window: " + place.key());
    }
  }

  private boolean same(String before, String after) {
    if (after.equals(before)) {
      return true;
    }
    if (!(json(before) instanceof ObjectNode old) || !(json(after) instanceof ObjectNode now)) {
      return false;
    }
    for (String field : rollup.estimates()) {
      if (!near(old.path(field), now.path(field))) {
        return false;
      }
      old.remove(field);
      now.remove(field);
    }
    return old.equals(now);
  }

  private static boolean near(JsonNode one, JsonNode other) {
    if (!one.isNumber() || !other.isNumber()) {
      return one.equals(other);
    }
    double apart = Math.abs(one.asDouble() - other.asDouble());
    return apart <= Math.max(LEAST, NEAR * other.asDouble());
  }

  /** Null for what is not JSON, as somebody may have written by hand. */
  private static JsonNode json(String value) {
    try {
      return Json.tolerant().readTree(value);
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  /** For an operator: the window and the fields that differ. */
  static String describe(Difference difference) {
    String place = difference.place().key();
    if (difference.before() == null || difference.after() == null) {
      return place + " " + difference.verdict().name().toLowerCase(Locale.ROOT);
    }
    JsonNode before = json(difference.before());
    JsonNode after = json(difference.after());
    if (before == null || after == null) {
      return place + " was no JSON";
    }
    List<String> fields = new ArrayList<>();
    after
        .properties()
        .forEach(
            field -> {
              JsonNode old = before.path(field.getKey());
              if (!old.equals(field.getValue())) {
                fields.add(field.getKey() + " " + text(old) + " -> " + text(field.getValue()));
              }
            });
    return place + " " + String.join(", ", fields);
  }

  /** Lists of options fill a screen. */
  private static String text(JsonNode value) {
    String text = value.toString();
    return text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
  }

  /** Whether it is of a window, and not of how far the rollup has come. */
  static boolean isOfWindow(Difference difference) {
    return !difference.place().topic().equals(Topics.ANALYTICS_WATERMARKS);
  }
}
