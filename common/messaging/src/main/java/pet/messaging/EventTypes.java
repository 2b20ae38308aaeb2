package pet.messaging;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import pet.domain.DomainEvent;
import pet.domain.EventName;
import pet.domain.builder.DesignCreated;
import pet.domain.builder.DesignDeleted;
import pet.domain.builder.DesignShared;
import pet.domain.builder.DesignUpdated;
import pet.domain.order.OrderCreated;
import pet.domain.order.OrderStatusChanged;
import pet.domain.order.OrderUpdated;
import pet.domain.user.UserCreated;
import pet.domain.user.UserDeleted;
import pet.domain.user.UserUpdated;
import pet.domain.webhook.WebhookDead;
import pet.domain.webhook.WebhookProcessed;
import pet.domain.webhook.WebhookReceived;

/** The events there are, and no others: their CloudEvents types and their records. */
public final class EventTypes {

  private static final Map<String, Class<? extends DomainEvent>> BY_NAME =
      List.<Class<? extends DomainEvent>>of(
              UserCreated.class,
              UserUpdated.class,
              UserDeleted.class,
              DesignCreated.class,
              DesignUpdated.class,
              DesignDeleted.class,
              DesignShared.class,
              OrderCreated.class,
              OrderUpdated.class,
              OrderStatusChanged.class,
              WebhookReceived.class,
              WebhookProcessed.class,
              WebhookDead.class)
          .stream()
          .collect(Collectors.toUnmodifiableMap(EventTypes::nameOf, Function.identity()));

  private EventTypes() {}

  /**
   * The CloudEvents type of an event's record, such as {@code design.created}.
   *
   * @throws IllegalArgumentException for a record without its {@link EventName}
   */
  public static String nameOf(Class<? extends DomainEvent> type) {
    EventName name = type.getAnnotation(EventName.class);
    if (name == null) {
      throw new IllegalArgumentException(type.getName() + " has no @EventName");
    }
    return name.value();
  }

  /** The record of a CloudEvents type; empty for a type this version does not know. */
  public static Optional<Class<? extends DomainEvent>> classOf(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /** Every type there is. */
  public static Map<String, Class<? extends DomainEvent>> all() {
    return BY_NAME;
  }
}
