package pet.builder.design;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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

  /**
   * Tells of new designs.
   *
   * @param owners of each design
   */
  List<Instant> created(Handle transaction, List<DesignRow> designs, List<String> owners) {
    List<DesignCreated> created = new ArrayList<>();
    for (int i = 0; i < designs.size(); i++) {
      created.add(created(designs.get(i), owners.get(i)));
    }
    return events.publish(transaction, created);
  }

  private static DesignCreated created(DesignRow design, String owner) {
    BuilderConfig config = design.config();
    return new DesignCreated(
        design.id().toString(),
        owner,
        design.revision(),
        config.size(),
        config.colorId(),
        config.hardwareId(),
        font(config));
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
