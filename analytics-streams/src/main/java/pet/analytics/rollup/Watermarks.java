package pet.analytics.rollup;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * How far a task's inputs have come. The slowest decides, and as long as one has told nothing, the
 * task knows nothing. Kept in a store, for a watermark that was read is not read again.
 */
final class Watermarks {

  /** Before anything has been told. */
  static final long NONE = Long.MIN_VALUE;

  /** Begins the key of a watermark between the stages; no event's and no window's key does. */
  private static final byte MARK = 1;

  private final KeyValueStore<String, byte[]> store;
  private final Map<String, Long> told = new HashMap<>();
  private final Set<String> inputs;
  private long time;

  /**
   * @param inputs the names of all that must have told
   */
  Watermarks(KeyValueStore<String, byte[]> store, Set<String> inputs) {
    this.store = store;
    this.inputs = Set.copyOf(inputs);
    for (String input : inputs) {
      byte[] bytes = store.get(input);
      if (bytes != null) {
        told.put(input, millis(bytes));
      }
    }
    this.time = slowest();
  }

  /** Up to when everything has been read, in milliseconds since 1970, or {@link #NONE}. */
  long time() {
    return time;
  }

  /** An input has told; says whether the task has come further by it. Never goes back. */
  boolean advance(String input, long millis) {
    Long before = told.get(input);
    if (!inputs.contains(input) || (before != null && before >= millis)) {
      return false;
    }
    told.put(input, millis);
    store.put(input, bytes(millis));
    long slowest = slowest();
    boolean further = slowest > time;
    time = slowest;
    return further;
  }

  private long slowest() {
    return told.size() < inputs.size()
        ? NONE
        : told.values().stream().mapToLong(Long::longValue).min().orElse(NONE);
  }

  /** The name of one partition of an input. */
  static String input(String name, int partition) {
    return name + '/' + partition;
  }

  /** The key under which an input's watermark goes to every task of the next stage. */
  static byte[] key(String input) {
    byte[] text = input.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(text.length + 1).put(MARK).put(text).array();
  }

  static boolean isKey(byte[] key) {
    return key != null && key.length > 0 && key[0] == MARK;
  }

  static String input(byte[] key) {
    return new String(key, 1, key.length - 1, StandardCharsets.UTF_8);
  }

  static byte[] bytes(long millis) {
    return ByteBuffer.allocate(Long.BYTES).putLong(millis).array();
  }

  static long millis(byte[] bytes) {
    return ByteBuffer.wrap(bytes).getLong();
  }
}
