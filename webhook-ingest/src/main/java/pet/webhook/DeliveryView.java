package pet.webhook;

import java.time.Instant;
import java.util.UUID;

/**
 * A delivery as staff see it; never its body.
 *
 * @param shop whose it is; empty where the source has no shops
 * @param webhookId the sender's id of the delivery; null if it has none
 * @param eventId the sender's id of what happened; null if it has none
 * @param apiVersion null where the sender does not tell
 * @param triggeredAt when it happened; null where the sender does not tell
 * @param lane what has to be processed in sequence, such as one order; null if nothing has
 * @param resourceUpdatedAt the version of what it tells of; null if it has none
 * @param status what became of it
 * @param reason why it is DEAD, WAITING or RETRYING, or had no effect; else null
 * @param attempts how many failed
 * @param dueAt when it is tried next; null if it is not
 * @param processedAt when it was done with; null before
 */
public record DeliveryView(
    UUID id,
    String source,
    String shop,
    String topic,
    String webhookId,
    String eventId,
    String apiVersion,
    Instant triggeredAt,
    String lane,
    Instant resourceUpdatedAt,
    DeliveryState status,
    String reason,
    int attempts,
    Instant receivedAt,
    Instant dueAt,
    Instant processedAt) {}
