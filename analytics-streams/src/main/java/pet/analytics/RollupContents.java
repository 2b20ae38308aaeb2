package pet.analytics;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import pet.analytics.rollup.Grain;
import pet.analytics.rollup.RollupProgress;
import pet.analytics.rollup.RollupTopology;
import pet.analytics.rollup.WindowKey;
import pet.messaging.Json;
import pet.messaging.Topics;

/**
 * The rollups as they were read up to a time. The values go on changing as more is read; up to when
 * empty windows are final does not, for that must never be told before the values are there.
 *
 * @param asOf the topics held nothing more at this time
 * @param values by topic and key
 * @param known the dimensions of which there are windows, and how many, by topic and grain
 * @param finalUntil by rollup: windows that end no later are final; none for a rollup that has not
 *     told
 */
record RollupContents(
    Instant asOf,
    Map<String, ConcurrentNavigableMap<String, RawValue>> values,
    Map<String, ConcurrentNavigableMap<String, Integer>> known,
    Map<String, Instant> finalUntil) {

  private static final ConcurrentNavigableMap<String, Integer> NONE = new ConcurrentSkipListMap<>();

  /**
   * The windows of a range, oldest first; gaps are filled with zeros, of every dimension that the
   * rollup has by itself or that is known in this grain, within the range or not.
   */
  List<RawValue> rows(RollupTopology<?> rollup, RollupQuery query) {
    WindowKey first = query.first();
    WindowKey past = query.past();
    SortedMap<String, RawValue> found = values.get(rollup.sink()).subMap(first.text(), past.text());
    Set<String> dimensions = new TreeSet<>(rollup.dimensions());
    dimensions.addAll(known.getOrDefault(place(rollup.sink(), query.grain()), NONE).keySet());
    List<RawValue> rows = new ArrayList<>();
    for (WindowKey window = first; window.start() < past.start(); window = window.next()) {
      if (rollup.hasDimension()) {
        for (String dimension : dimensions) {
          add(rows, rollup, window.of(dimension), found);
        }
      } else {
        add(rows, rollup, window, found);
      }
    }
    return rows;
  }

  private void add(
      List<RawValue> rows,
      RollupTopology<?> rollup,
      WindowKey window,
      Map<String, RawValue> found) {
    RawValue value = found.get(window.text());
    if (value != null) {
      rows.add(value);
    } else if (isKept(window)) {
      boolean isFinal =
          !window.windowEnd().isAfter(finalUntil.getOrDefault(rollup.name(), Instant.MIN));
      rows.add(new RawValue(rollup.zero(window, isFinal)));
    }
  }

  /** Whether no value means that nothing happened: not of what was removed, nor of what comes. */
  private boolean isKept(WindowKey window) {
    return !window.isExpiredAt(asOf.toEpochMilli()) && window.windowStart().isBefore(asOf);
  }

  private static String place(String topic, Grain grain) {
    return topic + '|' + grain.key();
  }

  /** Contents on their way; used by one thread. */
  static final class Reading {

    private static final ObjectReader PROGRESS = Json.tolerant().readerFor(RollupProgress.class);

    private final Map<String, ConcurrentNavigableMap<String, RawValue>> values;
    private final Map<String, ConcurrentNavigableMap<String, Integer>> known =
        new ConcurrentHashMap<>();
    private final Map<String, Map<Integer, RollupProgress>> progress = new HashMap<>();
    private final Map<String, RollupTopology<?>> bySink;

    Reading(Rollups rollups) {
      bySink =
          rollups.all().stream()
              .collect(Collectors.toMap(RollupTopology::sink, Function.identity()));
      values =
          rollups.sinks().stream()
              .collect(Collectors.toMap(topic -> topic, topic -> new ConcurrentSkipListMap<>()));
    }

    /**
     * Takes a record over.
     *
     * @return whether it is one that a rollup writes; any other changes nothing
     */
    boolean apply(ConsumerRecord<String, byte[]> record) {
      String key = record.key();
      if (key == null) {
        return false;
      }
      if (record.topic().equals(Topics.ANALYTICS_WATERMARKS)) {
        return record.value() == null || progress(record.value());
      }
      if (!isWindow(record.topic(), key)) {
        return false;
      }
      if (record.value() == null) {
        if (values.get(record.topic()).remove(key) != null) {
          know(record.topic(), key, -1);
        }
        return true;
      }
      if (!isObject(record.value())) {
        return false;
      }
      RawValue value = new RawValue(new String(record.value(), StandardCharsets.UTF_8));
      if (values.get(record.topic()).put(key, value) == null) {
        know(record.topic(), key, 1);
      }
      return true;
    }

    /** What was read of a key; null if that was a removal, or no window's value. */
    RawValue valueOf(ConsumerRecord<String, byte[]> record) {
      Map<String, RawValue> read = values.get(record.topic());
      return read == null ? null : read.get(record.key());
    }

    /** A dimension is known for as long as there are windows of it. */
    private void know(String topic, String key, int windows) {
      if (bySink.containsKey(topic) && bySink.get(topic).hasDimension()) {
        WindowKey window = WindowKey.parse(key);
        known
            .computeIfAbsent(place(topic, window.grain()), any -> new ConcurrentSkipListMap<>())
            .compute(
                window.dimension(),
                (dimension, before) -> {
                  int now = (before == null ? 0 : before) + windows;
                  return now == 0 ? null : Integer.valueOf(now);
                });
      }
    }

    private boolean isWindow(String topic, String key) {
      // Of what came late, the rollup is a part of the key.
      String window =
          topic.equals(Topics.ANALYTICS_LATE) ? key.substring(key.indexOf('|') + 1) : key;
      try {
        WindowKey parsed = WindowKey.parse(window);
        RollupTopology<?> rollup = bySink.get(topic);
        return parsed.text().equals(window)
            && (rollup == null || rollup.hasDimension() == (parsed.dimension() != null));
      } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
        return false;
      }
    }

    /** It becomes a part of answers as it is. */
    private static boolean isObject(byte[] json) {
      try (JsonParser parser = PROGRESS.createParser(json)) {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
          return false;
        }
        parser.skipChildren();
        return parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null;
      } catch (IOException e) {
        return false;
      }
    }

    private boolean progress(byte[] json) {
      RollupProgress told;
      try {
        told = PROGRESS.readValue(json);
      } catch (IOException e) {
        return false;
      }
      if (told == null || told.rollup() == null || told.finalUntil() == null) {
        return false;
      }
      progress
          .computeIfAbsent(told.rollup(), rollup -> new HashMap<>())
          .put(told.partition(), told);
      return true;
    }

    /**
     * What to answer once everything has been applied that is in the topics at this time. The
     * progress that has been read by now, and no later one, is what it holds: the values that it
     * vouches for were written before it.
     */
    RollupContents asOf(Instant time) {
      Map<String, Instant> finalUntil = new HashMap<>();
      progress.forEach(
          (rollup, told) -> {
            int partitions = told.values().iterator().next().partitions();
            if (told.size() >= partitions) {
              finalUntil.put(
                  rollup,
                  Collections.min(told.values().stream().map(RollupProgress::finalUntil).toList()));
            }
          });
      return new RollupContents(time, values, known, Map.copyOf(finalUntil));
    }
  }
}
