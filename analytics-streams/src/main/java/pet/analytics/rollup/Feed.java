package pet.analytics.rollup;

import java.util.Map;

/**
 * Events of another topic that a rollup needs beside those of its source: each is brought to the
 * partition of what it is about there.
 */
interface Feed {

  /** The events' topic. */
  String topic();

  boolean counts(String type);

  /**
   * Under which keys of the source an event counts, and with which data. Nothing is remembered
   * unless this returns.
   */
  Map<String, byte[]> route(SourceEvent event, Rollup.Tally<?> tally) throws UnreadableEvent;
}
