package pet.analytics.rollup;

import java.io.DataInput;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/** What a rollup counts: the part in which one topology differs from another. */
interface Rollup<C extends Counts<C>> {

  /** Names its stores, operators and metrics. */
  String name();

  /** The events' topic. */
  String source();

  /** The compacted topic of its windows. */
  String sink();

  C empty();

  /** Reads what {@link Counts#write} wrote. */
  C read(DataInput in) throws IOException;

  /**
   * What an event adds to each of its windows; empty for an event that does not count here.
   * Everything that can be wrong with the event is found here, before anything is counted.
   */
  Optional<Consumer<C>> increment(SourceEvent event) throws UnreadableEvent;
}
