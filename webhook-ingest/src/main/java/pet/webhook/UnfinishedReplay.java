package pet.webhook;

import java.time.Instant;
import java.util.UUID;

/**
 * A replay in a process's hand.
 *
 * @param position the last place in the log that was looked at
 * @param last the last that is to be
 */
public record UnfinishedReplay(
    UUID id,
    String requestedBy,
    String note,
    DeliveryState status,
    String source,
    String topic,
    Instant since,
    Instant until,
    long position,
    long last) {

  DeliveryFilter filter() {
    return new DeliveryFilter(status, source, topic, since, until);
  }
}
