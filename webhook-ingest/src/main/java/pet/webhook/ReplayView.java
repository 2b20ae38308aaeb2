package pet.webhook;

import java.time.Instant;
import java.util.UUID;

/**
 * A replay of many, as staff see it.
 *
 * @param note why; null if nobody said
 * @param status of deliveries; null for any
 * @param source of deliveries; null for any
 * @param topic of deliveries; null for any
 * @param from when they came at the earliest; null for any time
 * @param to before which they came; null for any time
 * @param matched how many deliveries it meant when it was asked for
 * @param replayed how many are on their way again; fewer in the end if some changed meanwhile
 * @param finishedAt null while it goes on
 */
public record ReplayView(
    UUID id,
    String requestedBy,
    Instant requestedAt,
    String note,
    DeliveryState status,
    String source,
    String topic,
    Instant from,
    Instant to,
    long matched,
    long replayed,
    Instant finishedAt) {}
