package pet.analytics.rollup;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.datasketches.hash.MurmurHash3;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.WindowStore;
import org.apache.kafka.streams.state.WindowStoreIterator;

/**
 * The ids of the events that have been counted, by the minutes of the events' times: each as a hash
 * of 128 bits, of which no two ids of a shop will ever share one. The ids of the minutes in hand
 * are in memory, and a commit adds what is new of a minute to its store as one chunk. A repeated
 * event carries its original time, so it is looked up in the minute where the first one was
 * remembered.
 */
final class EventIds {

  static final long MINUTE = 60_000;

  /** So many are held beyond the minute in hand, and so many minutes, before the oldest go. */
  private static final int IDS_HELD = 1 << 15;

  private static final int MINUTES_HELD = 256;
  private static final int SEED = 9001;

  private final WindowStore<String, byte[]> store;
  private final Map<Long, Minute> minutes = new LinkedHashMap<>(16, 0.75f, true);
  private final List<Minute> changed = new ArrayList<>();
  private Minute latest;

  EventIds(WindowStore<String, byte[]> store) {
    this.store = store;
  }

  /** What is remembered of an id. */
  static long[] hash(String id) {
    return MurmurHash3.hash(id.getBytes(StandardCharsets.UTF_8), SEED);
  }

  /** Whether an event of this time with this id has been remembered. */
  boolean contains(long[] id, long time) {
    return minute(time).ids.contains(id[0], id[1]);
  }

  void add(long[] id, long time) {
    Minute minute = minute(time);
    if (minute.ids.add(id[0], id[1]) && minute.written == minute.ids.size() - 1) {
      changed.add(minute);
    }
  }

  /** Adds what is new to the store. */
  void write() {
    changed.forEach(this::write);
    changed.clear();
    letGo();
  }

  private Minute minute(long time) {
    long start = time - Math.floorMod(time, MINUTE);
    if (latest == null || latest.start != start) {
      if (minutes.size() >= MINUTES_HELD && !minutes.containsKey(start)) {
        write();
      }
      latest = minutes.computeIfAbsent(start, this::load);
    }
    return latest;
  }

  private Minute load(long start) {
    Minute minute = new Minute(start);
    try (WindowStoreIterator<byte[]> chunks = store.fetch(key(start), start, start + MINUTE - 1)) {
      while (chunks.hasNext()) {
        KeyValue<Long, byte[]> chunk = chunks.next();
        minute.nextChunk = chunk.key + 1;
        ByteBuffer ids = ByteBuffer.wrap(chunk.value);
        while (ids.hasRemaining()) {
          minute.ids.add(ids.getLong(), ids.getLong());
        }
      }
    }
    minute.written = minute.ids.size();
    return minute;
  }

  /**
   * The chunks of a minute are told apart by the milliseconds in it. Should there be no more of
   * them, all ids go into the first one, and new ones over those that follow.
   */
  private void write(Minute minute) {
    boolean full = minute.nextChunk == minute.start + MINUTE;
    long chunk = full ? minute.start : minute.nextChunk;
    store.put(key(minute.start), minute.ids.bytes(full ? 0 : minute.written), chunk);
    minute.nextChunk = chunk + 1;
    minute.written = minute.ids.size();
  }

  /** The longest unused first; nothing of them is unwritten. */
  private void letGo() {
    int held = minutes.values().stream().mapToInt(minute -> minute.ids.size()).sum();
    Iterator<Minute> oldest = minutes.values().iterator();
    while (oldest.hasNext() && (held > IDS_HELD || minutes.size() >= MINUTES_HELD)) {
      Minute minute = oldest.next();
      if (minute != latest) {
        held -= minute.ids.size();
        oldest.remove();
      }
    }
  }

  private static String key(long start) {
    return Long.toString(start / MINUTE);
  }

  /** The ids of one minute, in the order in which they came. */
  private static final class Minute {
    private final long start;
    private final IdSet ids = new IdSet();
    private int written;
    private long nextChunk;

    Minute(long start) {
      this.start = start;
      this.nextChunk = start;
    }
  }
}
