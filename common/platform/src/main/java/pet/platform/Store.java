package pet.platform;

import org.jdbi.v3.core.Jdbi;
import pet.messaging.EventBus;

/**
 * A module's own schema in PostgreSQL, and the events it publishes in the same transactions.
 *
 * @param events its {@code publish} writes to this schema's outbox
 */
public record Store(Jdbi jdbi, EventBus events) {}
