package pet.webhook;

import java.time.Instant;
import java.util.UUID;

/**
 * A verified delivery, to be stored.
 *
 * @param dedupeKey what makes it the same delivery within source, shop and topic
 * @param lane what it has to be processed in sequence with, or null
 * @param resourceUpdatedAt the version of what it tells about, or null
 * @param body encrypted
 */
@SuppressWarnings("ArrayRecordComponent") // bytes on their way; never compared
public record NewDelivery(
    UUID id,
    String source,
    String shop,
    String topic,
    String dedupeKey,
    String webhookId,
    String eventId,
    String apiVersion,
    Instant triggeredAt,
    String lane,
    Instant resourceUpdatedAt,
    byte[] body) {}
