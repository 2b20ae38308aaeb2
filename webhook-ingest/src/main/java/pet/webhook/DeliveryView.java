package pet.webhook;

import java.time.Instant;
import java.util.UUID;

/**
 * A delivery as staff see it; never its body.
 *
 * @param status what became of it
 * @param reason why it is DEAD, WAITING or RETRYING, or had no effect; else null
 * @param attempts how many failed
 * @param dueAt when it is tried next, if it is
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
