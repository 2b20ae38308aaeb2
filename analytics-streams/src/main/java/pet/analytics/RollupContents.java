package pet.analytics;

import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
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
 * @param finalUntil by rollup: windows that end no later are final; none for a rollup that has not
 *     told
 */
record RollupContents(
    Instant asOf,
    Map<String, ConcurrentNavigableMap<String, RawValue>> values,
    Map<String, Instant> finalUntil) {

  /** The windows of a range, oldest first; gaps are filled with zeros. */
  List<RawValue> rows(RollupTopology<?> rollup, RollupQuery query) {
    WindowKey first = query.first();
    WindowKey past = query.past();
    SortedMap<String, RawValue> found = values.get(rollup.sink()).subMap(first.text(), past.text());
    SortedSet<String> dimensions = new TreeSet<>();
    if (rollup.hasDimension()) {
      found.keySet().forEach(key -> dimensions.add(WindowKey.parse(key).dimension()));
    }
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

  /** Contents on their way; used by one thread. */
  static final class Reading {

    private static final ObjectReader PROGRESS = Json.tolerant().readerFor(RollupProgress.class);

    private final Map<String, ConcurrentNavigableMap<String, RawValue>> values;
    private final Map<String, Map<Integer, RollupProgress>> progress = new HashMap<>();

    Reading(Rollups rollups) {
      values =
          rollups.sinks().stream()
              .collect(Collectors.toMap(topic -> topic, topic -> new ConcurrentSkipListMap<>()));
    }

    void apply(ConsumerRecord<String, byte[]> record) {
      if (record.topic().equals(Topics.ANALYTICS_WATERMARKS)) {
        if (record.value() != null) {
          progress(record.value());
        }
      } else if (record.value() == null) {
        values.get(record.topic()).remove(record.key());
      } else {
        values
            .get(record.topic())
            .put(record.key(), new RawValue(new String(record.value(), StandardCharsets.UTF_8)));
      }
    }

    private void progress(byte[] json) {
      try {
        RollupProgress told = PROGRESS.readValue(json);
        progress
            .computeIfAbsent(told.rollup(), rollup -> new HashMap<>())
            .put(told.partition(), told);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
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
      return new RollupContents(time, values, Map.copyOf(finalUntil));
    }
  }
}
