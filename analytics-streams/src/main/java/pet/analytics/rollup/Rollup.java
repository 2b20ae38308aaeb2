package pet.analytics.rollup;

import java.io.DataInput;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;

/** What a rollup counts: the part in which one topology differs from another. */
interface Rollup<C extends Counts<C>> {

  /** Names its stores, operators and metrics. */
  String name();

  /** The events' topic. */
  String source();

  /** The compacted topic of its windows. */
  String sink();

  Set<Grain> grains();

  /** How long after its end, by the watermark, a window is still corrected. */
  Duration grace();

  C empty();

  /** Reads what {@link Counts#write} wrote. */
  C read(DataInput in) throws IOException;

  /** Whether events of this type count here. */
  boolean counts(String type);

  /**
   * Says what an event adds, and to which window. Nothing is counted or remembered unless this
   * returns; whatever it throws, the event cannot be processed.
   */
  void count(SourceEvent event, Tally<C> tally) throws UnreadableEvent;

  /** Takes down what one event adds, and remembers across events of one partition. */
  interface Tally<C> {

    /** To the windows that hold this time, in milliseconds since 1970. */
    default void add(long time, Consumer<C> increment) {
      add(time, null, increment);
    }

    /** To the windows of one dimension that hold this time. */
    void add(long time, String dimension, Consumer<C> increment);

    /** What was remembered before this event; null if nothing was. */
    byte[] recall(String key);

    /**
     * Keeps something for later events.
     *
     * @param value null forgets
     */
    void remember(String key, byte[] value);
  }
}
