package pet.webhook;

import java.time.Instant;

/**
 * What is known of a verified delivery before it is processed, from its headers and body. What a
 * source does not tell is null; {@code shop} is empty then.
 *
 * @param dedupeKey two deliveries with the same key, source, shop and topic are duplicates
 * @param lane deliveries of the same lane are processed one after the other, such as those of one
 *     order; null for no order of processing
 * @param resourceUpdatedAt the version of the resource in the body, or null
 */
public record DeliveryMetadata(
    String shop,
    String topic,
    String dedupeKey,
    String webhookId,
    String eventId,
    String apiVersion,
    Instant triggeredAt,
    String lane,
    Instant resourceUpdatedAt) {}
