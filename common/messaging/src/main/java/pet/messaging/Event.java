package pet.messaging;

import java.time.Instant;
import pet.domain.DomainEvent;

/**
 * An event as a CloudEvent 1.0 with typed data.
 *
 * @param id unique; the same id twice is the same event
 * @param source the module that publishes it, such as {@code /pet/builder}
 * @param type the CloudEvents type, such as {@code design.created}
 * @param time when it happened
 * @param subject the aggregate's id
 */
public record Event<E extends DomainEvent>(
    String id, String source, String type, Instant time, String subject, E data) {}
