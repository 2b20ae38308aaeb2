package pet.analytics.rollup;

import java.util.function.UnaryOperator;

/**
 * Which run of a topology this is: the one that was there from the start, one that a rebuild has
 * begun anew from the first event on, or that rebuild itself.
 *
 * @param rebuilt whether it has counted every event itself, from the first one on
 * @param newest what has expired at this time, in milliseconds since 1970, is not counted at all: a
 *     rebuild passes over years of minutes that nobody is shown any more
 * @param sinks where that goes which is meant for a topic
 */
public record Edition(boolean rebuilt, long newest, UnaryOperator<String> sinks) {

  /** What runs where nothing was ever rebuilt. */
  public static final Edition FIRST = live(false);

  /** It publishes. */
  public static Edition live(boolean rebuilt) {
    return new Edition(rebuilt, 0, topic -> topic);
  }

  /** It publishes elsewhere; nothing of it is seen. */
  public static Edition rebuild(long newest, UnaryOperator<String> sinks) {
    return new Edition(true, newest, sinks);
  }

  String sink(String topic) {
    return sinks.apply(topic);
  }
}
