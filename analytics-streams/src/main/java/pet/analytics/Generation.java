package pet.analytics;

import pet.analytics.rollup.Edition;

/**
 * One run of a topology from the first event on. A rebuild begins the next one beside it; each has
 * its own group, changelogs and state.
 *
 * @param rollup the topology's name
 * @param number 0 is the one that was there from the start
 * @param version of the counting that it began with
 */
record Generation(String rollup, int number, int version) {

  /** Its name to Kafka Streams: its group, and how its topics and its state begin. */
  String application(String application) {
    return application + "-" + rollup + (number == 0 ? "" : "-g" + number);
  }

  Generation next(int nextVersion) {
    return new Generation(rollup, number + 1, nextVersion);
  }

  /** As it publishes. */
  Edition live() {
    return Edition.live(number > 0);
  }
}
