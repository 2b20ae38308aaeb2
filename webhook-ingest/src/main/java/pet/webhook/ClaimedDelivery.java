package pet.webhook;

import java.time.Instant;
import java.util.UUID;

/**
 * A delivery that a worker has claimed.
 *
 * @param lane null if it has none
 * @param body encrypted
 * @param attempts how many failed so far
 * @param state its state when it was claimed
 * @param ageMillis since it was received, or replayed
 * @param firstProcessedAt null unless it is replayed and was processed before
 */
@SuppressWarnings("ArrayRecordComponent") // bytes on their way; never compared
public record ClaimedDelivery(
    UUID id,
    String source,
    String topic,
    String lane,
    byte[] body,
    int attempts,
    DeliveryState state,
    Instant firstProcessedAt,
    long ageMillis) {}
