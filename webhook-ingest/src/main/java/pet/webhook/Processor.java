package pet.webhook;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is done about a delivery. */
@FunctionalInterface
interface Processor {

  /** May be repeated; never throws, and never tells anybody's data. */
  Verdict process(ClaimedDelivery delivery);

  /** The topics of a source whose deliveries may be processed in groups. */
  default Set<String> groupedTopics(String source) {
    return Set.of();
  }

  /**
   * Processes a group of deliveries: of one source, of its grouped topics, and of different lanes.
   * May be repeated; never throws, and never tells anybody's data.
   *
   * @return a verdict for each, in their order; empty if something is the matter with one of them,
   *     or with whom they are told: to process each by itself shows which
   */
  default Optional<List<Verdict>> processGroup(List<ClaimedDelivery> group) {
    return Optional.empty();
  }
}
