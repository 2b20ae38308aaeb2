package pet.webhook;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import pet.webhook.payload.UnreadablePayload;

/**
 * The processors by source.
 *
 * @param bySource what a source that is not among them delivers is kept, and nothing else
 */
record Processors(Map<String, Processor> bySource) implements Processor {

  Processors {
    bySource = Map.copyOf(bySource);
  }

  @Override
  public ProcessingResult process(ClaimedDelivery delivery) {
    if (delivery.topic().equals(UnreadablePayload.TOPIC)) {
      return ProcessingResult.dead("it does not say what it is about");
    }
    Processor processor = bySource.get(delivery.source());
    return processor == null
        ? ProcessingResult.processed("no action for this source")
        : processor.process(delivery);
  }

  @Override
  public Set<String> groupedTopics(String source) {
    Processor processor = bySource.get(source);
    return processor == null ? Set.of() : processor.groupedTopics(source);
  }

  @Override
  public Optional<List<ProcessingResult>> processGroup(List<ClaimedDelivery> group) {
    return bySource.get(group.get(0).source()).processGroup(group);
  }
}
