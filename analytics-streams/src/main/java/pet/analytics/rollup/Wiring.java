package pet.analytics.rollup;

import java.util.Set;
import java.util.TreeSet;

/**
 * How the nodes of one topology are called and how many tasks its stages have.
 *
 * @param name the rollup's
 * @param source the events' topic
 * @param partitions of the source, and so the number of tasks of both stages
 * @param feed the topic of events that are brought to the source's partitions; null if none are
 * @param feedPartitions of that topic
 * @param edition which run of it this is
 */
record Wiring(
    String name, String source, int partitions, String feed, int feedPartitions, Edition edition) {

  /** As whose partitions the counting tasks tell their watermarks. */
  static final String COUNTED = "counted";

  /** The first node on the way to the next stage; Kafka Streams gives it this name. */
  String counted() {
    return name + "-partials-repartition-filter";
  }

  /** The first node on the way from the feed to the counting stage; likewise. */
  String fed() {
    return name + "-feed-repartition-filter";
  }

  /** At which time a window must not have expired to be counted, by the time of the stream. */
  long expiryTime(long streamTime) {
    return Math.max(streamTime, edition.newest());
  }

  /** The sink of what cannot be processed. */
  String dead() {
    return name + "-dead";
  }

  /** The sink of what the feed cannot process. */
  String deadOfFeed() {
    return name + "-feed-dead";
  }

  /** All that a counting task must have heard of. */
  Set<String> inputsOf(int partition) {
    Set<String> inputs = all(feed, feedPartitions);
    inputs.add(Watermarks.input(source, partition));
    return inputs;
  }

  /** All that a merging task must have heard of. */
  Set<String> counters() {
    return all(COUNTED, partitions);
  }

  private static Set<String> all(String name, int partitions) {
    Set<String> inputs = new TreeSet<>();
    for (int partition = 0; partition < partitions; partition++) {
      inputs.add(Watermarks.input(name, partition));
    }
    return inputs;
  }
}
