package pet.builder.design;

import java.time.Instant;
import org.jdbi.v3.core.Handle;
import pet.domain.builder.BuilderConfig;
import pet.domain.builder.DesignCreated;
import pet.domain.builder.DesignDeleted;
import pet.domain.builder.DesignUpdated;
import pet.domain.builder.Personalization;
import pet.messaging.EventBus;

/**
 * What designs tell the other modules, in the transaction that makes it true. The owner is who
 * {@link EventOwners} says: null for nobody. Each says when that is.
 */
final class DesignEvents {

  private final EventBus events;

  DesignEvents(EventBus events) {
    this.events = events;
  }

  Instant created(Handle transaction, DesignRow design, String owner) {
    BuilderConfig config = design.config();
    return events.publish(
        transaction,
        new DesignCreated(
            design.id().toString(),
            owner,
            design.revision(),
            config.size(),
            config.colorId(),
            config.hardwareId(),
            font(config)));
  }

  Instant updated(Handle transaction, DesignRow design, String owner) {
    BuilderConfig config = design.config();
    return events.publish(
        transaction,
        new DesignUpdated(
            design.id().toString(),
            owner,
            design.revision(),
            config.size(),
            config.colorId(),
            config.hardwareId(),
            font(config)));
  }

  Instant deleted(Handle transaction, DesignRow design, String owner) {
    return events.publish(transaction, new DesignDeleted(design.id().toString(), owner));
  }

  private static Personalization.Font font(BuilderConfig config) {
    return config.personalization() == null ? null : config.personalization().font();
  }
}
