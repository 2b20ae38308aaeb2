package pet.webhook;

import java.util.Set;
import java.util.UUID;

/**
 * A verified delivery, to be stored.
 *
 * @param secret which of the active secrets signed it, newest first, at that time; null if it was
 *     asked for
 * @param headers as JSON, encrypted
 * @param body as it came, encrypted
 * @param people whom it names, as {@link NamedPeople} has them
 */
@SuppressWarnings("ArrayRecordComponent") // bytes on their way; never compared
public record NewDelivery(
    UUID id,
    String source,
    DeliveryMetadata metadata,
    Integer secret,
    byte[] headers,
    byte[] body,
    Set<String> people) {}
