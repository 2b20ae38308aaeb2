package pet.webhook;

import java.time.Instant;

/**
 * What a verified delivery says of itself. Where a source has no such thing it is null, and {@code
 * shop} empty.
 *
 * @param dedupeKey what makes it the same delivery within source, shop and topic
 * @param lane what it has to be processed in sequence with, or null
 * @param resourceUpdatedAt the version of what it tells about, or null
 */
public record Told(
    String shop,
    String topic,
    String dedupeKey,
    String webhookId,
    String eventId,
    String apiVersion,
    Instant triggeredAt,
    String lane,
    Instant resourceUpdatedAt) {}
