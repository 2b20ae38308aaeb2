package pet.webhook;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Processes the deliveries of a source. */
@FunctionalInterface
interface Processor {

  /** May be repeated. Never throws; the result holds nobody's data. */
  ProcessingResult process(ClaimedDelivery delivery);

  /** The topics of a source whose deliveries may be processed in groups. */
  default Set<String> groupedTopics(String source) {
    return Set.of();
  }

  /**
   * Processes a group of deliveries: of one source, of its grouped topics, and of different lanes.
   * May be repeated. Never throws; the results hold nobody's data.
   *
   * @return a result for each, in their order; empty if one of them, or the call for all of them,
   *     failed: each is then processed by itself
   */
  default Optional<List<ProcessingResult>> processGroup(List<ClaimedDelivery> group) {
    return Optional.empty();
  }
}
