package pet.webhook;

import java.time.Instant;
import java.util.UUID;

/**
 * A replay that a process has claimed.
 *
 * @param position the last position in the log that was processed
 * @param last the last position of the replay
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
